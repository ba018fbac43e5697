//! The order of Debian's versions.
//!
//! Invariant: a total order in which `~` comes before the end of a text and letters before other signs.
//! Source: Debian Policy Manual 4.7.2, section 5.6.12, "Version", 2026-11.

use std::cmp::Ordering;

/// Compares two versions: epoch, upstream version, Debian's revision.
pub(super) fn compare(one: &str, other: &str) -> Ordering {
    let ((epoch, upstream, revision), (epoch2, upstream2, revision2)) = (parts(one), parts(other));
    epoch.cmp(&epoch2).then_with(|| of_part(upstream, upstream2)).then_with(|| of_part(revision, revision2))
}

fn parts(version: &str) -> (u64, &str, &str) {
    let (epoch, rest) = version.split_once(':').unwrap_or(("0", version));
    let (upstream, revision) = rest.rsplit_once('-').unwrap_or((rest, ""));
    (epoch.parse().unwrap_or(0), upstream, revision)
}

/// Signs and digits take turns, from the left.
fn of_part(one: &str, other: &str) -> Ordering {
    let (mut one, mut other) = (one.as_bytes(), other.as_bytes());
    while !one.is_empty() || !other.is_empty() {
        let (signs, signs2) = (signs(&mut one), signs(&mut other));
        for at in 0..signs.len().max(signs2.len()) {
            let order = weight(signs.get(at)).cmp(&weight(signs2.get(at)));
            if order.is_ne() {
                return order;
            }
        }
        let (number, number2) = (number(&mut one), number(&mut other));
        let order = number.len().cmp(&number2.len()).then_with(|| number.cmp(number2));
        if order.is_ne() {
            return order;
        }
    }
    Ordering::Equal
}

/// What stands before the next digit.
fn signs<'t>(text: &mut &'t [u8]) -> &'t [u8] {
    let end = text.iter().position(u8::is_ascii_digit).unwrap_or(text.len());
    let (signs, rest) = text.split_at(end);
    *text = rest;
    signs
}

/// The digits before the next sign, without zeros at their start.
fn number<'t>(text: &mut &'t [u8]) -> &'t [u8] {
    let end = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    *text = rest;
    let zeros = digits.iter().take_while(|byte| **byte == b'0').count();
    &digits[zeros..]
}

fn weight(sign: Option<&u8>) -> i32 {
    match sign {
        Some(b'~') => -1,
        None => 0,
        Some(letter) if letter.is_ascii_alphabetic() => i32::from(*letter),
        Some(sign) => 256 + i32::from(*sign),
    }
}

#[cfg(test)]
mod tests {
    use super::compare;
    use std::process::Command;

    const ORDERED: [&str; 16] = [
        "0~",
        "0",
        "1.0~~",
        "1.0~~a",
        "1.0~",
        "1.0",
        "1.0-1",
        "1.0-1+deb12u1",
        "1.0-1+deb12u9",
        "1.0-1+deb12u10",
        "1.0a",
        "1.0+b",
        "1.2",
        "1.10",
        "10",
        "1:0.1",
    ];

    #[test]
    fn as_the_policy_says() {
        for (at, one) in ORDERED.iter().enumerate() {
            for (at2, other) in ORDERED.iter().enumerate() {
                assert_eq!(compare(one, other), at.cmp(&at2), "{one} {other}");
            }
        }
        assert!(compare("1.000", "1.0").is_eq());
        assert!(compare("0:1", "1").is_eq());
    }

    #[test]
    fn as_dpkg_says() {
        let Ok(there) = Command::new("dpkg").arg("--version").output() else {
            panic!("dpkg is needed for this test; install it");
        };
        assert!(there.status.success());
        for pair in ORDERED.windows(2) {
            let status = Command::new("dpkg").args(["--compare-versions", pair[0], "lt", pair[1]]).status().unwrap();
            assert!(status.success(), "{pair:?}");
        }
    }
}
