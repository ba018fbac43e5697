//! Puts the two lists of findings next to each other.
//!
//! Invariant: the unit is a pair of file and code. Lines are compared for the pairs that both have. Where hadolint
//! could not read a file (DL1000), only that is compared: it says nothing else about the file.

use super::Options;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// hadolint's code for a file that it cannot read.
const UNREADABLE: &str = "DL1000";

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) code: String,
    /// Of the instruction, from 1.
    pub(super) line: u32,
}

/// Who is alone with a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Hadolint,
    Plimsoll,
}

impl Side {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Hadolint => "hadolint",
            Self::Plimsoll => "plimsoll",
        }
    }
}

#[derive(Default)]
pub(super) struct Comparison {
    /// By code: pairs that both have.
    pub(super) both: BTreeMap<String, usize>,
    /// Pairs that one side has: `file:line`.
    pub(super) alone: BTreeMap<(String, Side), Vec<String>>,
    /// Pairs of both whose lines differ: by code, `file: only hadolint's lines / only plimsoll's lines`.
    pub(super) lines: BTreeMap<String, Vec<String>>,
    /// Files that hadolint cannot read.
    pub(super) unreadable: usize,
}

impl Comparison {
    pub(super) fn new(ours: &BTreeMap<String, Vec<Found>>, theirs: &BTreeMap<String, Vec<Found>>) -> Self {
        let mut comparison = Self::default();
        for (path, found) in ours {
            let Some(their) = theirs.get(path) else { continue };
            let (mut our, their) = (by_code(found), by_code(their));
            if their.contains_key(UNREADABLE) {
                comparison.unreadable += 1;
                our.retain(|code, _| *code == UNREADABLE);
            }
            let codes: BTreeSet<&str> = our.keys().chain(their.keys()).copied().collect();
            for code in codes {
                comparison.pair(path, code, our.get(code), their.get(code));
            }
        }
        comparison
    }

    fn pair(&mut self, path: &str, code: &str, our: Option<&BTreeSet<u32>>, their: Option<&BTreeSet<u32>>) {
        let (side, lines) = match (our, their) {
            (Some(our), Some(their)) => {
                *self.both.entry(code.to_owned()).or_default() += 1;
                if our != their {
                    let list = |left: &BTreeSet<u32>, right| {
                        left.difference(right).map(u32::to_string).collect::<Vec<_>>().join(",")
                    };
                    let text = format!("{path}: hadolint {} / plimsoll {}", list(their, our), list(our, their));
                    self.lines.entry(code.to_owned()).or_default().push(text);
                }
                return;
            }
            (Some(lines), None) => (Side::Plimsoll, lines),
            (None, Some(lines)) => (Side::Hadolint, lines),
            (None, None) => return,
        };
        let line = lines.first().copied().unwrap_or(1);
        self.alone.entry((code.to_owned(), side)).or_default().push(format!("{path}:{line}"));
    }

    /// Pairs that both have, pairs that one has, and pairs of both with other lines, over the codes with this prefix.
    pub(super) fn counts(&self, prefix: &str) -> (usize, usize, usize) {
        let both = self.both.iter().filter(|(code, _)| code.starts_with(prefix)).map(|(_, count)| count).sum();
        let alone = self.alone.iter().filter(|((code, _), _)| code.starts_with(prefix)).map(|(_, it)| it.len()).sum();
        let lines = self.lines.iter().filter(|(code, _)| code.starts_with(prefix)).map(|(_, it)| it.len()).sum();
        (both, alone, lines)
    }

    /// The figures for people, with samples.
    pub(super) fn shown(&self, options: &Options) -> String {
        let mut text = String::new();
        let wanted = |code: &String| options.codes.is_empty() || options.codes.contains(code);
        let mut classes: Vec<_> = self.alone.iter().filter(|((code, _), _)| wanted(code)).collect();
        classes.sort_by_key(|(_, places)| std::cmp::Reverse(places.len()));
        for ((code, side), places) in classes {
            let both = self.both.get(code).copied().unwrap_or_default();
            let _ = writeln!(text, "{code} only {}: {} (both: {both})", side.as_str(), places.len());
            sample(&mut text, places, options.sample);
        }
        for (code, places) in self.lines.iter().filter(|(code, _)| wanted(code)) {
            let _ = writeln!(text, "{code} other lines: {}", places.len());
            sample(&mut text, places, options.sample);
        }
        text.push_str(&self.agreement());
        text
    }

    /// The agreement in two lines, and the files that hadolint cannot read.
    pub(super) fn agreement(&self) -> String {
        let mut text = String::new();
        for prefix in ["DL", "SC"] {
            let (both, alone, lines) = self.counts(prefix);
            let _ = writeln!(
                text,
                "{prefix}: {both} pairs of both, {alone} of one: {:.2} % agree; other lines in {lines} of the common ones",
                percent(both, both + alone)
            );
        }
        let _ = writeln!(text, "{} files hadolint cannot read", self.unreadable);
        text
    }
}

pub(super) fn percent(part: usize, whole: usize) -> f64 {
    part as f64 * 100.0 / whole.max(1) as f64
}

fn sample(text: &mut String, places: &[String], count: usize) {
    for place in places.iter().step_by((places.len() / count.max(1)).max(1)).take(count) {
        let _ = writeln!(text, "    {place}");
    }
}

fn by_code(found: &[Found]) -> BTreeMap<&str, BTreeSet<u32>> {
    let mut codes: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
    for it in found {
        codes.entry(&it.code).or_default().insert(it.line);
    }
    codes
}
