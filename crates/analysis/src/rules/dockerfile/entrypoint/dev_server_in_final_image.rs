//! `dev-server-in-final-image`: a server for development in the final image.

use super::command::{basename, cmd, effective, entrypoint, json_array, place_of, placed_words, words};
use crate::rule::rule;
use crate::rules::dockerfile::surroundings::bound;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_dockerfile::{CommandLine, Instruction};
use plimsoll_model::dockerfile::StepId;
use plimsoll_text::{Edit, TextRange};

rule! {
    /// Servers for development serve one request at a time, show their insides to whoever makes an error happen, or
    /// watch files that never change.
    ///
    /// ```Dockerfile,bad
    /// FROM python:3.13-slim
    /// CMD ["flask", "run", "--host=0.0.0.0"]
    /// ^^^ note: `flask run` is a server for development
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM python:3.13-slim
    /// CMD ["gunicorn", "app:app"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM python:3.13-slim AS dev
    /// CMD ["flask", "run", "--debug"]
    /// ```
    "dev-server-in-final-image" {
        summary: "a server for development in the final image",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Stage(check),
    }
}

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    let (stage, end) = (cx.stage.id, cx.stage.steps.end);
    let names = [cx.stage.name.as_deref().unwrap_or(""), cx.file.path.as_str()];
    let for_development = ["dev", "test", "local", "debug", "compose"]
        .iter()
        .any(|part| names.iter().any(|name| name.to_ascii_lowercase().contains(part)));
    if !cx.stage.shipped || for_development {
        return;
    }
    for pick in [entrypoint, cmd] {
        let Some((at, instruction, command)) = effective(cx, stage, end, pick) else { continue };
        let words = words(cx, instruction, command);
        let own = cx.build.steps[at].stage == Some(stage);
        if let Some(server) = server(&words).or_else(|| in_development(cx, &words)).filter(|_| own) {
            sink.report(instruction.keyword_range, format!("`{server}` is a server for development")).fix(fix(
                cx,
                at,
                instruction,
                command,
                &server,
            ));
        }
    }
}

/// A server that is one for development because the image says so by a variable.
fn in_development(cx: &StageCx<'_>, words: &[String]) -> Option<String> {
    let says = |names: &[&str]| {
        names.iter().any(|name| bound(cx, cx.stage.id, cx.stage.steps.end, name).is_one_of(&["development", "dev"]))
    };
    let texts: Vec<&str> = words.iter().map(|word| basename(word)).collect();
    let texts = texts.strip_prefix(&["bundle", "exec"]).unwrap_or(&texts);
    let is_chosen = |options: &[&str]| texts.iter().any(|word| options.contains(word));
    let (name, is_one) = match texts {
        ["rails", "s" | "server", ..] => {
            ("rails server", says(&["RAILS_ENV", "RACK_ENV"]) && !is_chosen(&["-e", "production"]))
        }
        ["mix", "phx.server", ..] => ("mix phx.server", says(&["MIX_ENV"])),
        _ => return None,
    };
    is_one.then(|| format!("{name}` with the environment `development"))
}

/// What is likely to start the program in production; the names in brackets are for the person to fill in.
fn fix(cx: &StageCx<'_>, step: StepId, instruction: &Instruction, command: &CommandLine, server: &str) -> Option<Fix> {
    let words = placed_words(cx, instruction, step, command)?;
    let place = |name: &str| words.iter().find(|(word, _)| basename(word) == name).map(|(_, range)| *range);
    let all = |words: &[&str]| Some(Edit::replace(place_of(command)?, json_array(words.iter().copied())));
    let word = |old: &str, new: &str| Some(Edit::replace(place(old)?, new));
    let (title, edit) = match server {
        "flask run" => ("start it with gunicorn", all(&["gunicorn", "--bind", "0.0.0.0:5000", "<module>:<app>"])?),
        "manage.py runserver" => {
            ("start it with gunicorn", all(&["gunicorn", "--bind", "0.0.0.0:8000", "<project>.wsgi"])?)
        }
        "dotnet watch" => ("start what was published", all(&["dotnet", "<app>.dll"])?),
        "nodemon" => {
            words.get(1).filter(|(next, _)| !next.starts_with('-'))?;
            ("start it with `node`", word("nodemon", "node")?)
        }
        "next dev" => ("run `next start`", word("dev", "start")?),
        _ if server.ends_with(" dev") => ("run `start`", word("dev", "start")?),
        _ if server.ends_with("--reload") => ("leave `--reload` out", without(&words, command, "--reload")?),
        _ => return None,
    };
    Some(Fix::manual(title, edit))
}

/// Takes a word out that is not the first one, with what stands between it and the word before it.
fn without(words: &[(String, TextRange)], command: &CommandLine, gone: &str) -> Option<Edit> {
    let at = words.iter().position(|(word, _)| word == gone)?;
    let before = at.checked_sub(1)?;
    match command {
        CommandLine::Exec(array) => {
            let (left, right) = (array.elements.get(before)?, array.elements.get(at)?);
            Some(Edit::delete(TextRange::new(left.range.end(), right.range.end())))
        }
        _ => Some(Edit::delete(TextRange::new(words[before].1.end(), words[at].1.end()))),
    }
}

/// The name of the development server that a command line starts. Source: the documentation of each, 2026-11.
pub(super) fn server(words: &[String]) -> Option<String> {
    let texts: Vec<&str> = words.iter().map(String::as_str).collect();
    let texts = texts.strip_prefix(&["npx"]).unwrap_or(&texts);
    let (program, rest) = texts.split_first()?;
    let program = basename(program);
    let first = rest.iter().copied().find(|word| !word.starts_with('-')).unwrap_or("");
    let name = match (program, first) {
        ("flask", _) if rest.contains(&"run") => "flask run",
        ("php", _) if rest.first() == Some(&"-S") => "php -S",
        ("php", "artisan") if rest.contains(&"serve") => "php artisan serve",
        ("npm" | "yarn" | "pnpm", "dev") => return Some(format!("{program} dev")),
        ("npm" | "yarn" | "pnpm", "run") if rest.contains(&"dev") => return Some(format!("{program} run dev")),
        ("next", "dev") => "next dev",
        ("ng", "serve") => "ng serve",
        ("react-scripts", "start") => "react-scripts start",
        ("vue-cli-service", "serve") => "vue-cli-service serve",
        ("nuxt" | "nuxi", "dev") => "nuxt dev",
        ("astro", "dev") => "astro dev",
        ("nodemon", _) => "nodemon",
        ("webpack", "serve") | ("webpack-dev-server", _) => "webpack serve",
        ("uvicorn" | "gunicorn", _) if rest.contains(&"--reload") => return Some(format!("{program} --reload")),
        ("dotnet", "watch") => "dotnet watch",
        ("vite", _) if !["build", "preview", "optimize"].iter().any(|word| rest.contains(word)) => "vite",
        ("air", _) => "air",
        ("python" | "python3", script) if script.ends_with("manage.py") && rest.contains(&"runserver") => {
            "manage.py runserver"
        }
        _ => return None,
    };
    Some(name.to_owned())
}
