//! `healthcheck-timing`: times of HEALTHCHECK that contradict one another.

use crate::rule::rule;
use crate::rules::dockerfile::lines::without_flag;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Flag};
use plimsoll_text::Edit;

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
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

/// A check that comes less often than this is late to notice anything.
const RARE: f64 = 300.0;

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    if !matches!(cx.instruction.body, Body::Healthcheck(_)) {
        return;
    }
    let flag = |name| cx.instruction.flag(cx.source(), name);
    let value = |flag: &Flag| flag.value.as_ref().map(|word| word.range);
    let seconds = |flag: Option<&Flag>| flag.and_then(|flag| seconds(&flag.value.as_ref()?.literal(cx.source())?));
    // Without the flags, both are 30 seconds. Source: Dockerfile reference, "HEALTHCHECK", 2026-11.
    let interval = if flag("interval").is_some() { seconds(flag("interval")) } else { Some(30.0) };
    if let (Some(timeout), Some(interval), Some(at)) = (seconds(flag("timeout")), interval, flag("timeout"))
        && interval > 0.0
        && timeout > interval
    {
        let written = flag("interval").and_then(value).map_or("30s", |range| cx.text(range));
        let fix = value(at).map(|range| Fix::manual("wait no longer than that", Edit::replace(range, written)));
        sink.report(at.range, "the timeout is longer than the interval").fix(fix);
    }
    if let (Some(at), Some(interval)) = (flag("interval"), interval)
        && (interval > RARE || interval > 0.0 && interval < 1.0)
    {
        let fix = value(at).map(|range| Fix::manual("check every 30 seconds", Edit::replace(range, "30s")));
        let message = match interval > RARE {
            true => "a container that hangs is noticed late",
            false => "the check runs more than once a second",
        };
        sink.report(at.range, message).fix(fix);
    }
    if let Some(start) = flag("start-interval") {
        match (flag("start-period"), seconds(Some(start)), seconds(flag("start-period"))) {
            (None, ..) => {
                let edit = Edit::insert(start.range.start(), "--start-period=<duration> ");
                sink.report(start.range, "without `--start-period` this has no effect")
                    .fix(Fix::manual("add `--start-period`", edit));
            }
            (Some(_), Some(every), Some(period)) if every > period && period > 0.0 => {
                let fix = Fix::manual("leave it out", without_flag(cx, start));
                sink.report(start.range, "the start interval is longer than the start period").fix(fix);
            }
            _ => {}
        }
    }
    // Docker takes 0 for the default (Dockerfile reference, "HEALTHCHECK", 2026-11).
    if let Some(retries) = flag("retries").filter(|flag| value(flag).is_some_and(|range| cx.text(range) == "0")) {
        let fix = value(retries).map(|range| Fix::manual("say 3", Edit::replace(range, "3")));
        sink.report(retries.range, "no retries count as the default, which is 3").fix(fix);
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
