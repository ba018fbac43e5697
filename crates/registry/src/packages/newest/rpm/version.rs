//! The order of RPM's versions.
//!
//! Invariant: a total order in which `~` comes before the end of a text and `^` right behind it.
//! Source: RPM documentation, `rpm-version(7)`, 2026-11.

use std::cmp::Ordering;

/// Compares two versions `epoch:version-release`; without an epoch it is 0.
pub(super) fn compare(one: &str, other: &str) -> Ordering {
    let ((epoch, version, release), (epoch2, version2, release2)) = (parts(one), parts(other));
    epoch.cmp(&epoch2).then_with(|| of_part(version, version2)).then_with(|| of_part(release, release2))
}

fn parts(text: &str) -> (u64, &str, &str) {
    let (epoch, rest) = text.split_once(':').unwrap_or(("0", text));
    let (version, release) = rest.rsplit_once('-').unwrap_or((rest, ""));
    (epoch.parse().unwrap_or(0), version, release)
}

/// Segments of digits and of letters, from the left; other signs only part them.
fn of_part(one: &str, other: &str) -> Ordering {
    let (mut one, mut other) = (one.as_bytes(), other.as_bytes());
    loop {
        (one, other) = (without_separators(one), without_separators(other));
        let (first, first2) = (one.first().copied(), other.first().copied());
        match (first, first2) {
            (Some(b'~'), Some(b'~')) | (Some(b'^'), Some(b'^')) => {
                (one, other) = (&one[1..], &other[1..]);
                continue;
            }
            (Some(b'~'), _) => return Ordering::Less,
            (_, Some(b'~')) => return Ordering::Greater,
            (Some(b'^'), second) => return if second.is_none() { Ordering::Greater } else { Ordering::Less },
            (first, Some(b'^')) => return if first.is_none() { Ordering::Less } else { Ordering::Greater },
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(first), Some(first2)) => match (first.is_ascii_digit(), first2.is_ascii_digit()) {
                // Digits are newer than letters.
                (true, false) => return Ordering::Greater,
                (false, true) => return Ordering::Less,
                _ => {}
            },
        }
        let order = if first.is_some_and(|first| first.is_ascii_digit()) {
            let (number, number2) = (number(&mut one), number(&mut other));
            number.len().cmp(&number2.len()).then_with(|| number.cmp(number2))
        } else {
            run(&mut one, u8::is_ascii_alphabetic).cmp(run(&mut other, u8::is_ascii_alphabetic))
        };
        if order.is_ne() {
            return order;
        }
    }
}

fn without_separators(text: &[u8]) -> &[u8] {
    let counts = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'~' | b'^');
    &text[text.iter().position(counts).unwrap_or(text.len())..]
}

/// The bytes at the start for which `fits` holds; they are taken off.
fn run<'t>(text: &mut &'t [u8], fits: impl Fn(&u8) -> bool) -> &'t [u8] {
    let end = text.iter().position(|byte| !fits(byte)).unwrap_or(text.len());
    let (run, rest) = text.split_at(end);
    *text = rest;
    run
}

/// The digits at the start, without zeros before them.
fn number<'t>(text: &mut &'t [u8]) -> &'t [u8] {
    let digits = run(text, u8::is_ascii_digit);
    &digits[digits.iter().take_while(|byte| **byte == b'0').count()..]
}

#[cfg(test)]
mod tests {
    use super::compare;

    /// As rpm 4.18 orders them, by its `rpm.vercmp`.
    const ORDERED: [&str; 19] = [
        "1.0~~-1",
        "1.0~alpha-1",
        "1.0~rc1-1",
        "1.0~rc1^git1-1",
        "1.0-0.1.el9",
        "1.0-1.el9",
        "1.0-1.el9_2",
        "1.0-1.el9_10",
        "1.0^-1",
        "1.0^20260101git-1",
        "1.0^20260101git.1-1",
        "1.0a-1",
        "1.0b-1",
        "1.0.1-1",
        "1.2-1",
        "1.10-1",
        "10.0001-1",
        "20260101-1",
        "1:0.1-1",
    ];

    #[test]
    fn as_rpm_orders_them() {
        for (at, one) in ORDERED.iter().enumerate() {
            for (at2, other) in ORDERED.iter().enumerate() {
                assert_eq!(compare(one, other), at.cmp(&at2), "{one} {other}");
            }
        }
        for (one, other) in [("1.05-1", "1.5-1"), ("0:1-1", "1-1"), ("1_0-1", "1.0-1"), ("1.0.-1", "1.0-1")] {
            assert!(compare(one, other).is_eq(), "{one} {other}");
        }
    }
}
