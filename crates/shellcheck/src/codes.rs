//! The table of codes: what ShellCheck calls them, and where plimsoll has them on.
//!
//! Invariant: rows are sorted by code, each code once; a code without a row does not exist for plimsoll.

use std::sync::LazyLock;

const TABLE: &str = include_str!("../data/codes.tsv");

/// A code of ShellCheck.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// `2086`
    pub number: u16,
    /// How much ShellCheck makes of it.
    pub level: CodeLevel,
    /// From where on it is reported.
    pub place: CodePlace,
    /// The best fix that is offered, if any: whether it is a safe one.
    pub fix: Option<bool>,
    /// What it finds, in one line.
    pub title: &'static str,
    /// Why it is not on for everybody; empty when it is.
    pub why: &'static str,
}

/// ShellCheck's levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CodeLevel {
    /// A matter of taste.
    Style,
    /// Worth knowing.
    Info,
    /// Probably wrong.
    Warning,
    /// Wrong.
    Error,
}

/// From where on a code is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodePlace {
    /// For everybody.
    Everywhere,
    /// For those who want to be strict.
    Strict,
    /// For those who ask for style.
    Style,
    /// Only where hadolint's findings are asked for.
    Hadolint,
    /// Only for those who name it.
    Named,
}

/// All codes in order.
#[must_use]
pub fn codes() -> &'static [Code] {
    &CODES
}

/// The code with this number.
#[must_use]
pub fn code(number: u16) -> Option<&'static Code> {
    let at = CODES.binary_search_by_key(&number, |code| code.number).ok()?;
    CODES.get(at)
}

static CODES: LazyLock<Vec<Code>> =
    LazyLock::new(|| TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(row).collect());

fn row(line: &'static str) -> Option<Code> {
    let mut cells = line.split('\t');
    let mut cell = || cells.next();
    Some(Code {
        number: cell()?.parse().ok()?,
        level: match cell()? {
            "error" => CodeLevel::Error,
            "warning" => CodeLevel::Warning,
            "info" => CodeLevel::Info,
            _ => CodeLevel::Style,
        },
        place: match cell()? {
            "on" => CodePlace::Everywhere,
            "strict" => CodePlace::Strict,
            "style" => CodePlace::Style,
            "off" => CodePlace::Hadolint,
            _ => CodePlace::Named,
        },
        fix: match cell()? {
            "safe" => Some(true),
            "unsafe" => Some(false),
            _ => None,
        },
        title: cell()?,
        why: cell().unwrap_or(""),
    })
}

#[cfg(test)]
mod tests {
    use super::{CodePlace, TABLE, code, codes};

    #[test]
    fn every_row_is_read_and_in_order() {
        let rows = TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).count();
        assert_eq!(codes().len(), rows);
        assert!(rows > 450, "{rows}");
        assert!(codes().is_sorted_by(|left, right| left.number < right.number));
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!(cells.len(), 6, "{line}");
            assert!(["error", "warning", "info", "style"].contains(&cells[1]), "{line}");
            assert!(["on", "strict", "style", "off", "none"].contains(&cells[2]), "{line}");
            assert!(["", "safe", "unsafe"].contains(&cells[3]), "{line}");
        }
    }

    #[test]
    fn what_is_not_on_has_a_reason() {
        for code in codes() {
            assert!(!code.title.is_empty() && !code.title.ends_with('.'), "SC{}", code.number);
            let wants_reason = !matches!(code.place, CodePlace::Everywhere | CodePlace::Strict);
            assert_eq!(!code.why.is_empty(), wants_reason, "SC{}: {:?}", code.number, code.place);
        }
        assert_eq!(code(2086).map(|code| code.place), Some(CodePlace::Everywhere));
        assert_eq!(code(1091).map(|code| code.place), Some(CodePlace::Named));
        assert!(code(2999).is_none());
    }

    /// Codes that mean nothing in a RUN, by the reason; hadolint's preset has all but three of them.
    #[test]
    fn what_means_nothing_in_a_build_is_off() {
        let place = |number: u16| code(number).map(|code| code.place);
        let sources_and_dialect: &[u16] = &[1090, 1091, 2187];
        let shebangs: &[u16] = &[1008, 1071, 1113, 1114, 1115, 1116, 1128, 2096, 2148, 2239];
        let hosts: &[u16] = &[2009, 2013, 2024, 2029, 2031, 2032, 2033, 2103, 2117, 2153, 1094, 3053];
        let style: &[u16] = &[2002, 2004, 2005, 2011, 2026, 2116, 2143, 2166, 2181, 2268];
        let optional: &[u16] = &[2244, 2248, 2249, 2250, 2292, 2312];
        let strict: &[u16] = &[2230, 2310, 2311];
        for (numbers, wanted) in [
            (sources_and_dialect, CodePlace::Named),
            (shebangs, CodePlace::Hadolint),
            (hosts, CodePlace::Hadolint),
            (style, CodePlace::Style),
            (optional, CodePlace::Named),
            (strict, CodePlace::Strict),
        ] {
            for number in numbers {
                assert_eq!(place(*number), Some(wanted), "SC{number}");
            }
        }
    }

    /// The fixes that are offered, and how far they may be trusted.
    #[test]
    fn fixes_are_as_safe_as_the_table_says() {
        let fix = |number: u16| code(number).and_then(|code| code.fix);
        for number in [2006, 2046, 2086, 2155, 2164] {
            assert_eq!(fix(number), Some(false), "SC{number}");
        }
        for number in [1040, 3014, 3046] {
            assert_eq!(fix(number), Some(true), "SC{number}");
        }
    }
}
