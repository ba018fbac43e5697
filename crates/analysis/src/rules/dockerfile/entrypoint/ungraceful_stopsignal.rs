//! `ungraceful-stopsignal`: a stop signal that no process can handle.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::tables::signals::signal;
use plimsoll_shell::ShellKind;
use plimsoll_text::Edit;

rule! {
    /// SIGKILL and SIGSTOP cannot be caught: the process has no chance to finish its requests and close its files.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// STOPSIGNAL SIGKILL
    ///          # ^^^^^^^ warning: no process can handle `SIGKILL`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// STOPSIGNAL SIGTERM
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// STOPSIGNAL SIGQUIT
    /// ```
    "ungraceful-stopsignal" {
        summary: "a stop signal that no process can handle",
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
    let Body::Stopsignal(Some(word)) = &cx.instruction.body else { return };
    let Some(text) = word.literal(cx.source()) else { return };
    // SIGKILL and SIGSTOP. Source: signal(7), 2026-11.
    if !matches!(signal(&text), Some(9 | 19)) || cx.build.shell_kind(cx.step) == ShellKind::Foreign {
        return;
    }
    sink.report(word.range, format!("no process can handle `{text}`"))
        .note("the process cannot finish what it is doing")
        .fix(Fix::r#unsafe("use `SIGTERM`", Edit::replace(word.range, "SIGTERM")));
}
