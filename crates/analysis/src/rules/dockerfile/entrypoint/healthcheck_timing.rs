//! `healthcheck-timing`: times of HEALTHCHECK that contradict one another.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Flag};

rule! {
    /// A check that may take longer than the time between two checks says little, and `--start-interval` counts only
    /// within `--start-period`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// HEALTHCHECK --interval=5s --timeout=10s CMD ["/check"]
    ///           #               ^^^^^^^^^^^^^ note: the timeout is longer than the interval
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// HEALTHCHECK --interval=30s --timeout=5s --start-period=1m --start-interval=2s CMD ["/check"]
    /// ```
    "healthcheck-timing" {
        summary: "times of HEALTHCHECK that contradict one another",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    if !matches!(cx.instruction.body, Body::Healthcheck(_)) {
        return;
    }
    let flag = |name| cx.instruction.flag(cx.source(), name);
    let seconds = |flag: Option<&Flag>| flag.and_then(|flag| seconds(&flag.value.as_ref()?.literal(cx.source())?));
    // Without the flags, both are 30 seconds. Source: Dockerfile reference, "HEALTHCHECK", 2026-11.
    let interval = if flag("interval").is_some() { seconds(flag("interval")) } else { Some(30.0) };
    if let (Some(timeout), Some(interval), Some(at)) = (seconds(flag("timeout")), interval, flag("timeout"))
        && interval > 0.0
        && timeout > interval
    {
        sink.report(at.range, "the timeout is longer than the interval");
    }
    if let Some(start) = flag("start-interval") {
        match (flag("start-period"), seconds(Some(start)), seconds(flag("start-period"))) {
            (None, ..) => {
                sink.report(start.range, "without `--start-period` this has no effect");
            }
            (Some(_), Some(every), Some(period)) if every > period && period > 0.0 => {
                sink.report(start.range, "the start interval is longer than the start period");
            }
            _ => {}
        }
    }
}

/// A duration as Go writes it: `1m30s`, `500ms`. Source: time.ParseDuration of Go, 2026-11.
fn seconds(text: &str) -> Option<f64> {
    let mut total = 0.0;
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|char: char| !char.is_ascii_digit() && char != '.')?;
        let number: f64 = rest[..end].parse().ok()?;
        let unit_end = rest[end..].find(|char: char| char.is_ascii_digit()).map_or(rest.len(), |at| end + at);
        let scale = match &rest[end..unit_end] {
            "h" => 3600.0,
            "m" => 60.0,
            "s" => 1.0,
            "ms" => 0.001,
            _ => return None,
        };
        total += number * scale;
        rest = &rest[unit_end..];
    }
    (!text.is_empty()).then_some(total)
}
