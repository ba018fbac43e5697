//! `stopsignal-on-windows`: signal where there are none.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_text::Edit;

rule! {
    /// Windows has no signals; a container there is told to shut down in another way.
    ///
    /// ```Dockerfile,bad
    /// FROM mcr.microsoft.com/windows/nanoserver:ltsc2022
    /// STOPSIGNAL SIGTERM
    /// ^^^^^^^^^^^^^^^^^^ warning: STOPSIGNAL does nothing in an image for Windows
    /// CMD ["app.exe"]
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM mcr.microsoft.com/windows/nanoserver:ltsc2022
    /// CMD ["app.exe"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// STOPSIGNAL SIGTERM
    /// ```
    "stopsignal-on-windows" {
        summary: "signal where there are none",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let is_windows = cx.stage.is_some_and(|stage| cx.build.is_windows(stage, cx.step));
    if !matches!(cx.instruction.body, Body::Stopsignal(_)) || !is_windows {
        return;
    }
    let item = cx.syntax.items.iter().find(|item| item.range.contains_range(cx.instruction.range));
    let alone = item.filter(|item| {
        cx.instruction.comments.is_empty()
            && cx.text(item.range).trim_start().starts_with(cx.text(cx.instruction.range))
    });
    sink.report(cx.instruction.range, "STOPSIGNAL does nothing in an image for Windows")
        .fix(alone.map(|item| Fix::safe("delete it", Edit::delete(item.range))));
}
