//! The signals that STOPSIGNAL takes.

use std::sync::LazyLock;

use super::reader::rows;

pub(super) const TEXT: &str = include_str!("../../data/signals.tsv");

/// The number of the signal written `text`: `SIGTERM`, `term`, `15`, `SIGRTMIN+3`; `None` if Docker refuses it.
#[must_use]
pub fn signal(text: &str) -> Option<u8> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok().filter(|number| (1..=64).contains(number));
    }
    let upper = text.to_ascii_uppercase();
    let name = upper.strip_prefix("SIG").unwrap_or(&upper);
    if let Some(offset) = name.strip_prefix("RTMIN+") {
        return real_time_offset(offset, 15).map(|offset| RTMIN + offset);
    }
    if let Some(offset) = name.strip_prefix("RTMAX-") {
        return real_time_offset(offset, 14).map(|offset| RTMAX - offset);
    }
    TABLE.iter().find(|(known, _)| *known == name).map(|(_, number)| *number)
}

/// The usual name of the signal `number` with `SIG` in front: `SIGTERM` for 15. Numbers that only the real-time
/// range has give `None`.
#[must_use]
pub fn canonical_name(number: u8) -> Option<String> {
    TABLE
        .iter()
        .find(|(name, known)| *known == number && !OLD_NAMES.contains(name))
        .map(|(name, _)| format!("SIG{name}"))
}

/// All names without `SIG`, for suggestions.
pub fn names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|(name, _)| *name)
}

const RTMIN: u8 = 34;
const RTMAX: u8 = 64;

/// Second names of a signal that has a better known one.
const OLD_NAMES: [&str; 4] = ["CLD", "IOT", "POLL", "UNUSED"];

static TABLE: LazyLock<Vec<(&'static str, u8)>> =
    LazyLock::new(|| rows(TEXT).filter_map(|[name, number]| Some((name, number.parse().ok()?))).collect());

fn real_time_offset(text: &str, most: u8) -> Option<u8> {
    let digits = !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|offset| digits && (1..=most).contains(offset))
}

#[cfg(test)]
mod tests {
    use super::{canonical_name, names, signal};

    #[test]
    fn signals_are_read_in_all_spellings() {
        for (text, number) in [
            ("SIGTERM", 15),
            ("term", 15),
            ("15", 15),
            ("SigQuit", 3),
            ("SIGRTMIN+3", 37),
            ("RTMAX-14", 50),
            ("64", 64),
        ] {
            assert_eq!(signal(text), Some(number), "{text}");
        }
    }

    #[test]
    fn what_docker_refuses_is_no_signal() {
        for text in
            ["", "0", "65", "999", "SIGTERMINATE", "SIG", "RTMIN+16", "RTMAX-15", "RTMIN+", "RTMIN+0", "-1", "$SIG"]
        {
            assert_eq!(signal(text), None, "{text}");
        }
    }

    #[test]
    fn canonical_names_avoid_the_old_ones() {
        assert_eq!(canonical_name(15).as_deref(), Some("SIGTERM"));
        assert_eq!(canonical_name(17).as_deref(), Some("SIGCHLD"));
        assert_eq!(canonical_name(6).as_deref(), Some("SIGABRT"));
        assert_eq!(canonical_name(40), None);
        assert!(names().any(|name| name == "KILL"));
    }
}
