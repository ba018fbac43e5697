//! How an option is added to a package manager's command line, and what was configured before it.
//!
//! Invariant: an edit keeps the form of the command: in an exec form, an option is a string of its own.

use crate::{CommandCx, DockerfileCx};
use plimsoll_dockerfile::{Body, CommandLine};
use plimsoll_model::commands::PackageCommand;
use plimsoll_model::dockerfile::{StageId, StepId};
use plimsoll_text::{Edit, TextSize};

/// Adds `option` to the options of `command`.
pub(in crate::rules::dockerfile) fn add_option(cx: &CommandCx<'_>, command: &PackageCommand<'_>, option: &str) -> Edit {
    add_at(cx, command.option_place(), option)
}

/// Adds `word` behind the word that ends at `place`.
pub(in crate::rules::dockerfile) fn add_at(cx: &CommandCx<'_>, place: TextSize, word: &str) -> Edit {
    let text = if is_exec(cx) { format!("\", \"{word}") } else { format!(" {word}") };
    Edit::insert(place, text)
}

/// Whether the command's words are the strings of an exec form.
pub(in crate::rules::dockerfile) fn is_exec(cx: &CommandCx<'_>) -> bool {
    let Body::Run(run) = &cx.instruction.instruction.body else { return false };
    let is_outer = cx.script.commands.first().is_some_and(|first| first.range == cx.command.range);
    matches!(run.command, CommandLine::Exec(_)) && is_outer
}

/// Whether a variable of the command may bring options: `apt-get install $APT_OPTIONS curl`.
pub(in crate::rules::dockerfile) fn may_hold_options(cx: &CommandCx<'_>) -> bool {
    let words = cx.command.effective().args;
    let variables = words.iter().flat_map(|word| word.variables());
    let mut names = variables.map(|variable| variable.name.to_ascii_uppercase());
    names.any(|name| ["OPT", "ARGS", "FLAG", "PARAM", "YES"].iter().any(|part| name.contains(part)))
}

/// Whether another command answers the questions of this one: `yes | apt-get install curl`.
pub(in crate::rules::dockerfile) fn is_answered(cx: &CommandCx<'_>) -> bool {
    cx.command.place.pipeline.is_some_and(|pipeline| pipeline.index > 0)
}

/// Whether the stage or one it starts from says one of `needles` (lower case) up to `step`, in a RUN, COPY, ENV
/// or ARG: configuration that makes an option needless.
pub(in crate::rules::dockerfile) fn says_before(
    cx: &DockerfileCx<'_>,
    stage: Option<StageId>,
    step: StepId,
    needles: &[&str],
) -> bool {
    let Some(stage) = stage else { return false };
    cx.build.ancestry(stage).flat_map(|stage| cx.build.stage_steps(stage)).any(|(at, instruction)| {
        let text = || cx.text(instruction.range).to_ascii_lowercase();
        at <= step && needles.iter().any(|needle| text().contains(needle))
    })
}
