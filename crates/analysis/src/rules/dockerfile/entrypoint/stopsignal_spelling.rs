//! `stopsignal-spelling`: a signal that is not called by its usual name.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::tables::signals::{canonical_name, signal};
use plimsoll_text::Edit;

rule! {
    /// `SIGTERM` is found by whoever searches for it; `15` and `term` are not.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// STOPSIGNAL 15
    ///          # ^^ note: the signal `15` is usually called `SIGTERM`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// STOPSIGNAL SIGTERM
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// STOPSIGNAL SIGRTMIN+3
    /// ```
    "stopsignal-spelling" {
        summary: "a signal that is not called by its usual name",
        category: Category::Style,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Stopsignal(Some(word)) = &cx.instruction.body else { return };
    let Some(text) = word.literal(cx.source()) else { return };
    let Some(name) = signal(&text).and_then(canonical_name).filter(|name| *name != text) else { return };
    sink.report(word.range, format!("the signal `{text}` is usually called `{name}`"))
        .fix(Fix::safe(format!("write `{name}`"), Edit::replace(word.range, name)));
}
