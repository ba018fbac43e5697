//! `package-manager-as-process`: a package manager starts the service.

use super::command::{basename, cmd, effective, entrypoint, words};
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_model::dockerfile::StepId;

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
    "package-manager-as-process" {
        summary: "a package manager starts the service",
        category: Category::Correctness,
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
    if runs && cx.stage.shipped && own(at) {
        let program = basename(program);
        sink.report(instruction.keyword_range, format!("`{program}` stays in front of the program that it starts"))
            .note("it gets the signals; start the program itself, or let an init such as tini do it");
    }
}
