//! `package-manager-as-process`: a package manager starts the service.

use super::command::{basename, cmd, effective, entrypoint, json_array, place_of, placed_words, plain_words, words};
use super::dev_server_in_final_image::server;
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_dockerfile::{CommandLine, Instruction};
use plimsoll_model::builds::compose_services;
use plimsoll_model::dockerfile::StepId;
use plimsoll_model::manifests::{npm_dependencies, npm_script};
use plimsoll_shell::{Dialect, parse};
use plimsoll_text::{Edit, TextSize};

rule! {
    /// `npm start` stays in front of the program and does not pass signals on as it should: `docker stop` waits ten
    /// seconds and kills. Start the program itself.
    ///
    /// ```Dockerfile,bad
    /// FROM node:24-slim
    /// CMD ["npm", "start"]
    /// ^^^ note: `npm` stays in front of the program that it starts
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24-slim
    /// CMD ["node", "server.js"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24-slim
    /// ENTRYPOINT ["tini", "--"]
    /// CMD ["npm", "start"]
    /// ```
    ///
    /// # What the script says
    ///
    /// ```json,context,file=package.json
    /// {
    ///   "scripts": { "start": "node server.js --port 8080" }
    /// }
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM node:24-slim
    /// WORKDIR /app
    /// COPY . .
    /// CMD ["npm", "start"]
    /// ^^^ note: `npm` stays in front of the program that it starts
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM node:24-slim
    /// WORKDIR /app
    /// COPY . .
    /// CMD ["node", "server.js", "--port", "8080"]
    /// ```
    "package-manager-as-process" {
        summary: "a package manager starts the service",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Stage(check),
    }
}

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    let (stage, end) = (cx.stage.id, cx.stage.steps.end);
    let command = effective(cx, stage, end, entrypoint).or_else(|| effective(cx, stage, end, cmd));
    let Some((at, instruction, command)) = command else { return };
    let own = |step: StepId| cx.build.steps[step].stage == Some(stage);
    let words = words(cx, instruction, command);
    // What runs in the end stays.
    let last = words.iter().rposition(|word| matches!(word.as_str(), "&&" | "||" | "|" | ";") || word.ends_with(';'));
    let last = last.map_or(&words[..], |at| &words[at + 1..]);
    let Some((program, arguments)) = last.split_first() else { return };
    let first = arguments.iter().map(String::as_str).find(|word| !word.starts_with('-'));
    let runs = match basename(program) {
        // A job that ends takes no signals to speak of.
        _ if arguments.iter().any(|word| ["build", "test", "lint", "migrate"].contains(&word.as_str())) => false,
        "npm" | "pnpm" => matches!(first, Some("start" | "run" | "run-script" | "exec")),
        "yarn" => !matches!(first, Some("install" | "add")),
        "npx" => first.is_some(),
        _ => false,
    };
    if runs && cx.stage.shipped && own(at) && !has_init(cx) {
        let program = basename(program);
        sink.report(instruction.keyword_range, format!("`{program}` stays in front of the program that it starts"))
            .note("it gets the signals; start the program itself, or let an init such as tini do it")
            .fix(fix(cx, at, instruction, command));
    }
}

/// Whether a Compose file starts the image behind an init of Docker.
fn has_init(cx: &StageCx<'_>) -> bool {
    cx.workspace.builds_of(&cx.file.path).any(|build| {
        let file = cx.workspace.get(&build.file).filter(|file| file.kind == Some(crate::FileKind::Compose));
        let services = file.map(|file| compose_services(&file.text)).unwrap_or_default();
        services.iter().any(|service| service.init && service.name == build.name)
    })
}

/// What the script of `package.json` runs, in place of the package manager.
fn fix(cx: &StageCx<'_>, step: StepId, instruction: &Instruction, command: &CommandLine) -> Option<Fix> {
    // With both, CMD gives the arguments.
    let end = cx.stage.steps.end;
    if effective(cx, cx.stage.id, end, entrypoint).is_some() && effective(cx, cx.stage.id, end, cmd).is_some() {
        return None;
    }
    let words = placed_words(cx, instruction, step, command)?;
    let words: Vec<&str> = words.iter().map(|(word, _)| word.as_str()).collect();
    let name = match words[..] {
        ["npm" | "pnpm" | "yarn", "run" | "run-script", name] => name,
        ["npm" | "pnpm" | "yarn", "start"] => "start",
        ["yarn", name] => name,
        _ => return None,
    };
    let manifest = manifest(cx)?;
    // npm and Yarn run these around it.
    if ["pre", "post"].iter().any(|start| npm_script(manifest, &format!("{start}{name}")).is_some()) {
        return None;
    }
    let text = npm_script(manifest, name)?;
    let script = parse(&text, TextSize::new(0), Dialect::Dash);
    let mut started: Vec<String> = plain_words(&script)?.into_iter().map(str::to_owned).collect();
    // A server for development is not what to start in the end.
    if script.commands.first()?.range.len() != plimsoll_text::size(text.trim().len()) || server(&started).is_some() {
        return None;
    }
    if started[0] != "node" {
        // What a dependency of this name brings stands beside the program.
        let is_brought = npm_dependencies(manifest).contains(&started[0].as_str());
        started[0] = is_brought.then(|| format!("node_modules/.bin/{}", started[0]))?;
    }
    let line = json_array(started.iter().map(String::as_str));
    Some(Fix::r#unsafe(format!("start what `{name}` runs"), Edit::replace(place_of(command)?, line)))
}

/// The `package.json` of the program: the one that is copied to the working directory, or the only one at hand.
fn manifest<'a>(cx: &StageCx<'a>) -> Option<&'a str> {
    let copied = cx.build.final_context_paths(cx.stage.id, "package.json");
    let contexts = cx.contexts();
    let texts = contexts.all.iter().flat_map(|context| copied.iter().filter_map(|(_, path)| context.text(path)));
    let texts: Vec<&str> = texts.collect();
    match texts[..] {
        [first, ref others @ ..] => others.iter().all(|other| *other == first).then_some(first),
        [] => match cx.workspace.near(&cx.file.path, "package.json")[..] {
            [one] => Some(&one.text),
            _ => None,
        },
    }
}
