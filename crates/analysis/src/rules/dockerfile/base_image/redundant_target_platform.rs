//! `redundant-target-platform`: platform that FROM takes anyway.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body};
use plimsoll_text::{Edit, TextRange};

rule! {
    /// `$TARGETPLATFORM` is what FROM takes without the flag.
    ///
    /// ```Dockerfile,bad
    /// FROM --platform=$TARGETPLATFORM debian:12.11
    /// #    ^^^^^^^^^^^^^^^^^^^^^^^^^^ note: FROM takes the target platform without this flag
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM --platform=$BUILDPLATFORM debian:12.11
    /// ```
    "redundant-target-platform" {
        summary: "platform that FROM takes anyway",
        category: Category::Style,
        levels: Levels::dockerfile(Level::Note, Level::Note, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["DL3065", "RedundantTargetPlatform"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::From(from) = &cx.instruction.body else { return };
    let Some(flag) = cx.instruction.flag(cx.source(), "platform") else { return };
    let Some(value) = flag.value.as_ref().map(|word| cx.text(word.range)) else { return };
    if !matches!(value, "$TARGETPLATFORM" | "${TARGETPLATFORM}") || cx.build.global_arg("TARGETPLATFORM").is_some() {
        return;
    }
    let range = from.image.as_ref().map(|word| TextRange::new(flag.range.start(), word.range.start()));
    let range = range.filter(|_| cx.instruction.flags.len() == 1 && cx.instruction.comments.is_empty());
    sink.report(flag.range, "FROM takes the target platform without this flag")
        .fix(range.map(|range| Fix::safe("delete the flag", Edit::delete(range))));
}
