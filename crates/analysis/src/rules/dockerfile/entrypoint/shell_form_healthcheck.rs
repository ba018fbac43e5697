//! `shell-form-healthcheck`: HEALTHCHECK in shell form.

use super::command::to_exec_form;
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, CommandLine, Healthcheck};
use plimsoll_shell::ShellKind;

rule! {
    /// hadolint asks for the exec form here too. It gains nothing, and splitting `curl … || exit 1` at its blanks
    /// breaks the check; the fix keeps the shell where the command needs one.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// HEALTHCHECK CMD curl -f http://localhost/ || exit 1
    ///               # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: HEALTHCHECK in shell form
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// HEALTHCHECK CMD ["sh", "-c", "curl -f http://localhost/ || exit 1"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// HEALTHCHECK --interval=1m CMD ["/check"]
    /// ```
    "shell-form-healthcheck" {
        summary: "HEALTHCHECK in shell form",
        category: Category::Style,
        levels: Levels::dockerfile(Level::Off, Level::Off, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["DL3025"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Healthcheck(Healthcheck::Command { command, .. }) = &cx.instruction.body else { return };
    let (CommandLine::Shell { range, looks_like_exec: false }, Some(stage)) = (command, cx.stage) else { return };
    if cx.build.shell_kind(cx.step) == ShellKind::Foreign {
        return;
    }
    // After SHELL another shell than `sh` reads the text.
    let fix = || to_exec_form(cx, cx.instruction, cx.step, *range, false);
    let fix = cx.build.shell(stage, cx.step).is_none().then(fix).flatten();
    sink.report(*range, "HEALTHCHECK in shell form").fix(fix);
}
