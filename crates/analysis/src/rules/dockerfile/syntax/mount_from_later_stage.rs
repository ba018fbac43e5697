//! `mount-from-later-stage`: mount from a stage that is not built before.

use super::mounts::{mounts, option};
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_model::dockerfile::WrongReference;

rule! {
    /// A mount can only show a stage that stands before its own.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11 AS one
    /// RUN --mount=type=bind,from=two,target=/x make
    /// #                     ^^^^^^^^ error: the stage `two` is built after this one
    /// FROM debian:12.11 AS two
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11 AS one
    /// FROM debian:12.11 AS two
    /// RUN --mount=type=bind,from=one,target=/x make
    /// ```
    "mount-from-later-stage" {
        summary: "mount from a stage that is not built before",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Some(stage) = cx.stage else { return };
    for (mount, _) in mounts(cx) {
        let Some((found, value)) = option(cx, mount, &["from"]) else { continue };
        let message = match cx.build.wrong_reference(stage, value, false) {
            Some(WrongReference::Own) => format!("the stage `{value}` cannot mount itself"),
            Some(WrongReference::Later(_)) => format!("the stage `{value}` is built after this one"),
            _ => continue,
        };
        sink.report(found.range, message).note("BuildKit stops here");
    }
}
