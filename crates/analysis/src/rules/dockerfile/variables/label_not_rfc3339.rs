//! `label-not-rfc3339`: label that should be a date with time.

use super::label_values::check_values;
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, LabelType, Level, Levels, Sink};

rule! {
    /// `[labels.schema]` of `plimsoll.toml` says which labels hold a time as RFC 3339 has it: date, `T`, time, zone.
    ///
    /// ```Dockerfile,bad,labels=org.opencontainers.image.created:rfc3339
    /// FROM debian:12.11
    /// LABEL org.opencontainers.image.created=2026-11-01
    /// #                                      ^^^^^^^^^^ warning: the label `org.opencontainers.image.created` is no time as RFC 3339 has it, such as `2026-11-25T10:30:00Z`
    /// ```
    ///
    /// ```Dockerfile,good,labels=org.opencontainers.image.created:rfc3339
    /// FROM debian:12.11
    /// LABEL org.opencontainers.image.created=2026-11-01T10:00:00+01:00
    /// ```
    "label-not-rfc3339" {
        summary: "label that should be a date with time",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["DL3053"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let message = "is no time as RFC 3339 has it, such as `2026-11-25T10:30:00Z`";
    check_values(cx, sink, |kind, value| (*kind == LabelType::Rfc3339 && !is_time(value)).then_some(message));
}

/// Source: RFC 3339, section 5.6; a blank may stand for the `T`.
fn is_time(value: &str) -> bool {
    let bytes = value.as_bytes();
    let number = |at: usize, length: usize| -> Option<u32> {
        let digits = value.get(at..at + length)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let sign = |at: usize, signs: &[u8]| bytes.get(at).is_some_and(|byte| signs.contains(byte));
    let within = |at: usize, least: u32, most: u32| number(at, 2).is_some_and(|it| (least..=most).contains(&it));
    let date = number(0, 4).is_some() && sign(4, b"-") && within(5, 1, 12) && sign(7, b"-") && is_day(&number);
    let time = within(11, 0, 23) && sign(13, b":") && within(14, 0, 59) && sign(16, b":") && within(17, 0, 60);
    if !date || !sign(10, b"Tt ") || !time {
        return false;
    }
    let mut at = 19;
    if sign(at, b".") {
        let digits = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 {
            return false;
        }
        at += 1 + digits;
    }
    match bytes.get(at) {
        Some(b'Z' | b'z') => bytes.len() == at + 1,
        Some(b'+' | b'-') => {
            bytes.len() == at + 6 && within(at + 1, 0, 23) && sign(at + 3, b":") && within(at + 4, 0, 59)
        }
        _ => false,
    }
}

/// Whether the month has the day.
fn is_day(number: &impl Fn(usize, usize) -> Option<u32>) -> bool {
    let (Some(year), Some(month), Some(day)) = (number(0, 4), number(5, 2), number(8, 2)) else { return false };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (1..=days).contains(&day)
}
