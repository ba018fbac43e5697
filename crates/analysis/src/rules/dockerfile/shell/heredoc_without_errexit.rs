//! `heredoc-without-errexit`: script in a heredoc that goes on after a failure.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_model::commands::main_list;
use plimsoll_shell::{Command, Connector, Script};
use plimsoll_text::{Edit, size};

rule! {
    /// A script in a heredoc runs line by line and ends as its last line does: a failure before that is not noticed.
    ///
    /// `set -e` as its first line makes it stop.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN <<EOF
    /// #   ^^^^^ warning: the script goes on after a command that fails
    /// apt-get update
    /// apt-get install -y curl
    /// EOF
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN <<EOF
    /// set -e
    /// apt-get update
    /// apt-get install -y curl
    /// EOF
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN <<EOF
    /// apt-get update &&
    ///   apt-get install -y curl
    /// EOF
    /// RUN bash -e <<EOF
    /// apt-get update
    /// apt-get install -y curl
    /// EOF
    /// RUN <<EOF
    /// #!/bin/sh -eu
    /// make
    /// make install
    /// EOF
    /// ```
    "heredoc-without-errexit" {
        summary: "script in a heredoc that goes on after a failure",
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
    let heredocs = &cx.instruction.heredocs;
    if cx.build.may_inherit_shell(cx.step) {
        return;
    }
    for script in cx.build.scripts(cx.step) {
        let Some(heredoc) = heredocs.iter().find(|it| it.end.is_some() && it.body.contains_range(script.range)) else {
            continue;
        };
        if !goes_on(cx, script) {
            continue;
        }
        let body = cx.text(heredoc.body);
        let after = if body.starts_with("#!") { body.find('\n').map_or(0, |at| at + 1) } else { 0 };
        let line = if body.contains("\r\n") { "set -e\r\n" } else { "set -e\n" };
        let edit = Edit::insert(heredoc.body.start() + size(after), line);
        sink.report(heredoc.operator, "the script goes on after a command that fails")
            .note("it ends as its last command does")
            .fix(Fix::r#unsafe("stop at the first failure", edit));
    }
}

/// Whether a command whose failure would go unnoticed is followed by another line.
fn goes_on(cx: &InstructionCx<'_>, script: &Script) -> bool {
    let commands: Vec<&Command> = main_list(script).collect();
    commands.windows(2).any(|pair| {
        let is_followed = matches!(pair[1].connector(), Connector::Newline | Connector::Semicolon);
        // A pipe ends as its last command does, and `|| …` has dealt with it.
        let is_member = pair[0].place.pipeline.is_some_and(|seat| !seat.is_last());
        let is_handled = pair[0].connector() == Connector::Or;
        is_followed
            && !is_member
            && !is_handled
            && can_fail(pair[0])
            && !cx.build.options_at(cx.step, script, pair[0]).errexit
    })
}

fn can_fail(command: &Command) -> bool {
    let harmless =
        ["set", "export", "echo", "printf", "umask", "true", ":", "alias", "shopt", "trap", "unset", "local", "exit"];
    !command.words.is_empty() && command.name().is_none_or(|name| !harmless.contains(&name))
}
