//! `invalid-stopsignal`: signal that Docker does not know.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink, nearest};
use plimsoll_dockerfile::Body;
use plimsoll_model::tables::signals::{names, signal};
use plimsoll_text::Edit;

rule! {
    /// STOPSIGNAL takes the name of a signal, with or without `SIG`, or its number.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// STOPSIGNAL SIGTREM
    /// #          ^^^^^^^ error: there is no signal `SIGTREM`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// STOPSIGNAL SIGTERM
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// STOPSIGNAL 15
    /// STOPSIGNAL quit
    /// STOPSIGNAL SIGRTMIN+3
    /// STOPSIGNAL $SIGNAL
    /// ```
    "invalid-stopsignal" {
        summary: "signal that Docker does not know",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Stopsignal(Some(word)) = &cx.instruction.body else { return };
    let Some(text) = word.literal(cx.source()).filter(|text| !text.contains(['{', '%', '@', '<', ' '])) else { return };
    if text.is_empty() || signal(&text).is_some() {
        return;
    }
    let all: Vec<String> = names().map(|name| format!("SIG{name}")).collect();
    let full = if text.to_ascii_uppercase().starts_with("SIG") { text.to_string() } else { format!("SIG{text}") };
    let near = nearest(&full, all.iter().map(String::as_str), 2);
    sink.report(word.range, format!("there is no signal `{text}`"))
        .note("BuildKit takes names such as `SIGTERM` and numbers from 1 to 64")
        .fix(near.map(|near| Fix::r#unsafe(format!("write `{near}`"), Edit::replace(word.range, near))));
}
