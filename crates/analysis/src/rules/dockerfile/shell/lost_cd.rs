//! `lost-cd`: `cd` whose effect ends with its RUN.

use crate::rule::rule;
use crate::rules::dockerfile::lines::{line_end, plain_run, without_commands};
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_model::commands::{is_last, main_list};
use plimsoll_model::path::join;
use plimsoll_shell::Connector;
use plimsoll_text::{Edit, Edits};

rule! {
    /// Every RUN starts where WORKDIR says. A `cd` at the end of a RUN goes nowhere.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN cd /srv/app
    /// #   ^^^^^^^^^^^ warning: the next instruction does not start in `/srv/app`
    /// RUN make
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// WORKDIR /srv/app
    /// RUN make
    /// ```
    ///
    /// Going back at the end is mere housekeeping:
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN cd /src && make && cd ..
    /// RUN cd /src && make install && cd /
    /// RUN cd /src && make
    /// ```
    "lost-cd" {
        summary: "`cd` whose effect ends with its RUN",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Some(script) = cx.build.scripts(cx.step).last() else { return };
    let Some(command) = main_list(script).next_back().filter(|it| is_last(script, it) && script.complete) else {
        return;
    };
    let is_plain =
        command.place.pipeline.is_none() && !command.place.background && command.connector() != Connector::Or;
    if !is_plain || !matches!(command.name(), Some("cd" | "pushd")) || !command.redirects.is_empty() {
        return;
    }
    let [target] = command.args() else { return };
    let is_alone = script.commands.len() == 1;
    let went_before = script
        .commands
        .iter()
        .any(|other| other.range != command.range && matches!(other.name(), Some("cd" | "pushd" | "popd")));
    let start = target.prefix_literal();
    let goes_back = start.starts_with("..") || matches!(&*start, "-" | "/" | "~") || target.literal().is_none();
    if went_before || (!is_alone && goes_back) {
        return;
    }
    let directory = cx.stage.and_then(|stage| cx.build.working_directory(stage, cx.step));
    if let (Some(path), Some(directory)) = (target.literal(), &directory)
        && join(directory, path) == join("/", directory)
    {
        return;
    }
    let shown = target.literal().unwrap_or(target.raw());
    sink.report(command.range, format!("the next instruction does not start in `{shown}`"))
        .note("every instruction starts in the folder of WORKDIR")
        .fix(fix(cx, script, command, target.literal()));
}

fn fix(
    cx: &InstructionCx<'_>,
    script: &plimsoll_shell::Script,
    command: &plimsoll_shell::Command,
    path: Option<&str>,
) -> Option<Fix> {
    let path =
        path.filter(|path| !path.contains(char::is_whitespace) && !path.contains(['$', '\\', '~', '"', '\'']))?;
    plain_run(cx)?;
    let line = format!("WORKDIR {path}");
    let title = format!("write `{line}`");
    if script.commands.len() == 1 && cx.instruction.flags.is_empty() && cx.instruction.comments.is_empty() {
        return Some(Fix::r#unsafe(title, Edit::replace(cx.instruction.range, line)));
    }
    let mut edits = without_commands(cx, script, &[command])?;
    edits.push(Edit::insert(cx.instruction.range.end(), format!("{}{line}", line_end(cx.source()))));
    Edits::new(edits).ok().map(|edits| Fix::r#unsafe(title, edits))
}
