//! `shell-form-command`: CMD or ENTRYPOINT in shell form.

use super::command::to_exec_form;
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Applicability, Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, CommandLine};
use plimsoll_shell::ShellKind;

rule! {
    /// In the shell form, `/bin/sh -c` becomes the process that gets the signals, and may not pass them on: `docker
    /// stop` waits ten seconds and kills. The exec form starts the program itself.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// CMD /app --port 8080
    ///   # ^^^^^^^^^^^^^^^^ warning: CMD in shell form: the shell gets the signals, not the program
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// CMD ["/app", "--port", "8080"]
    /// ```
    ///
    /// A command that needs the shell can still hand over to the program:
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// CMD /app --port $PORT
    ///   # ^^^^^^^^^^^^^^^^^ warning: CMD in shell form: the shell gets the signals, not the program
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// CMD ["sh", "-c", "exec /app --port $PORT"]
    /// ```
    ///
    /// Text that starts with `exec` does so already, and after SHELL the shell form is meant:
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// CMD exec /app --port $PORT
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// SHELL ["/bin/bash", "-o", "pipefail", "-c"]
    /// CMD /app | tee /log
    /// ```
    "shell-form-command" {
        summary: "CMD or ENTRYPOINT in shell form",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["DL3025", "JSONArgsRecommended"],
        options: &[as_hadolint::OPTION],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let (name, command) = match &cx.instruction.body {
        Body::Cmd(command) => ("CMD", command),
        Body::Entrypoint(command) => ("ENTRYPOINT", command),
        _ => return,
    };
    let CommandLine::Shell { range, looks_like_exec } = command else { return };
    if as_hadolint::is_on(cx.settings, &RULE) {
        // What looks like a list and is none counts, and no shell is an excuse.
        if !as_hadolint::is_onbuild(cx) {
            sink.report(*range, format!("{name} in shell form: the shell gets the signals, not the program"));
        }
        return;
    }
    let Some(stage) = cx.stage.filter(|_| !looks_like_exec) else { return };
    let text = cx.text(*range).trim_start();
    // What a template tool fills in may be either form.
    let is_template = ["{{", "{%", "<%", "%%", "@"].iter().any(|mark| text.starts_with(mark));
    if is_template || text.is_empty() || text.starts_with("exec ") || !cx.build.stage(stage).shipped {
        return;
    }
    if cx.build.shell(stage, cx.step).is_some() || cx.build.shell_kind(cx.step) == ShellKind::Foreign {
        return;
    }
    let fix = to_exec_form(cx, cx.instruction, cx.step, *range, true).map(|fix| match name {
        // In shell form an ENTRYPOINT passes over CMD and the arguments of `docker run`; in exec form it takes them
        // (Dockerfile reference, "Understand how CMD and ENTRYPOINT interact", 2026-11).
        "ENTRYPOINT" => fix.at_most(Applicability::Unsafe),
        _ => fix,
    });
    sink.report(*range, format!("{name} in shell form: the shell gets the signals, not the program"))
        .note("`docker stop` waits ten seconds, then kills")
        .fix(fix);
}
