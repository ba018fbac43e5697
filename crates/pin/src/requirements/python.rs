//! A version of Python, of which the last number may be unknown.
//!
//! Invariant: [`Python::satisfies`] says yes or no only if every Python that is meant agrees.

use pep440_rs::{Version, VersionSpecifiers};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// `3.12`, or `3.12.4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Python {
    major: u64,
    minor: u64,
    patch: Option<u64>,
}

impl Python {
    /// The version at the start of `text`: of `3.12`, `3.12.4`, `3.13.0rc1`, `3.13-rc-slim`. `None` unless it names at least
    /// two numbers.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let end = text.find(|it: char| !it.is_ascii_digit() && it != '.').unwrap_or(text.len());
        let mut numbers = text[..end].split('.').map(str::parse);
        let (major, minor) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
        let patch = match numbers.next() {
            None => None,
            Some(patch) => Some(patch.ok()?),
        };
        (numbers.next().is_none() && matches!(major, 2 | 3)).then_some(Self { major, minor, patch })
    }

    /// `3.12`: what the marker `python_version` compares.
    #[must_use]
    pub fn short(self) -> String {
        format!("{}.{}", self.major, self.minor)
    }

    /// The number after `3.`, if it is a Python 3.
    #[must_use]
    pub(super) fn minor_of_3(self) -> Option<u64> {
        (self.major == 3).then_some(self.minor)
    }

    /// Whether `requires` (`>=3.9,!=3.9.1`) takes it; `None` when that depends on the last number, or cannot be read.
    pub(super) fn satisfies(self, requires: &str) -> Option<bool> {
        let specifiers = VersionSpecifiers::from_str(requires).ok()?;
        let at = |patch| specifiers.contains(&Version::new([self.major, self.minor, patch]));
        if let Some(patch) = self.patch {
            return Some(at(patch));
        }
        // An answer can change only next to a number that is written there.
        let mut patches: BTreeSet<u64> = [0, 1000].into();
        for specifier in specifiers.iter() {
            let patch = specifier.version().release().get(2).copied().unwrap_or(0);
            patches.extend([patch.saturating_sub(1), patch, patch + 1]);
        }
        let mut answers = patches.into_iter().map(at);
        let first = answers.next()?;
        answers.all(|answer| answer == first).then_some(first)
    }
}

impl fmt::Display for Python {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)?;
        self.patch.map_or(Ok(()), |patch| write!(f, ".{patch}"))
    }
}

#[cfg(test)]
mod tests {
    use super::Python;

    #[test]
    fn versions() {
        let shown = |text: &str| Python::parse(text).map(|python| python.to_string());
        for (text, expected) in [
            ("3.12", Some("3.12")),
            ("3.12.4-slim-bookworm", Some("3.12.4")),
            ("3.13.0rc1", Some("3.13.0")),
            ("3.13-rc-slim", Some("3.13")),
            ("3", None),
            ("3-slim", None),
            ("latest", None),
            ("2025.11", None),
            ("3.", None),
            ("3.1.2.3", None),
        ] {
            assert_eq!(shown(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn what_a_specifier_takes() {
        let known = Python::parse("3.9.1").unwrap();
        let open = Python::parse("3.9").unwrap();
        for (requires, of_known, of_open) in [
            (">=3.8", Some(true), Some(true)),
            (">=3.9", Some(true), Some(true)),
            (">=3.10", Some(false), Some(false)),
            (">=3.9.2", Some(false), None),
            ("!=3.9.1,>=3.6", Some(false), None),
            (">3.9", Some(true), None),
            ("<3.10", Some(true), Some(true)),
            ("!=3.9.*", Some(false), Some(false)),
            ("~=3.8", Some(true), Some(true)),
            ("what", None, None),
        ] {
            assert_eq!((known.satisfies(requires), open.satisfies(requires)), (of_known, of_open), "{requires}");
        }
    }
}
