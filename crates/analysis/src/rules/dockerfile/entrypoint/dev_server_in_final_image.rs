//! `dev-server-in-final-image`: a server for development in the final image.

use super::command::{basename, cmd, effective, entrypoint, words};
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, StageCx};

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
        fix: FixAvailability::None,
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
        let found = server(&words).filter(|_| cx.build.steps[at].stage == Some(stage));
        if let Some(server) = found {
            sink.report(instruction.keyword_range, format!("`{server}` is a server for development"));
        }
    }
}

/// The name of the development server that a command line starts. Source: the documentation of each, 2026-11.
fn server(words: &[String]) -> Option<String> {
    let texts: Vec<&str> = words.iter().map(String::as_str).collect();
    let (program, rest) = texts.split_first()?;
    let program = basename(program);
    let first = rest.iter().copied().find(|word| !word.starts_with('-')).unwrap_or("");
    let name = match (program, first) {
        ("flask", "run") => "flask run",
        ("php", _) if rest.first() == Some(&"-S") => "php -S",
        ("php", "artisan") if rest.contains(&"serve") => "php artisan serve",
        ("npm" | "yarn" | "pnpm", "dev") => return Some(format!("{program} dev")),
        ("npm" | "yarn" | "pnpm", "run") if rest.contains(&"dev") => return Some(format!("{program} run dev")),
        ("next", "dev") => "next dev",
        ("ng", "serve") => "ng serve",
        ("nodemon", _) => "nodemon",
        ("webpack", "serve") | ("webpack-dev-server", _) => "webpack serve",
        ("uvicorn" | "gunicorn", _) if rest.contains(&"--reload") => return Some(format!("{program} --reload")),
        ("dotnet", "watch") => "dotnet watch",
        ("python" | "python3", script) if script.ends_with("manage.py") && rest.contains(&"runserver") => {
            "manage.py runserver"
        }
        _ => return None,
    };
    Some(name.to_owned())
}
