//! Baselines: findings that are known, so that a run speaks of new ones alone.
//!
//! Invariant: a baseline names findings by their fingerprints, so moved lines and new indentation change nothing, and
//! of two equal findings one more is a new one. Its text is the same for the same findings, in one order.

use crate::fingerprint::Fingerprints;
use crate::places::Places;
use crate::{FileReport, Report};
use plimsoll_analysis::{Analysis, Diagnostic, Suppressed};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

const VERSION: u32 = 1;

/// Known findings, by file and rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    version: u32,
    /// Path from the folder of the baseline → rule → fingerprints.
    files: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
}

/// What a baseline did to a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Applied {
    /// Findings that are known and were kept quiet.
    pub known: usize,
    /// Entries, for files of the run, that no finding answers to any more.
    pub stale: usize,
}

impl Baseline {
    /// All findings of a report. `path_of` says how the baseline names a file of it, by its place in the report.
    #[must_use]
    pub fn of(report: Report<'_>, path_of: &dyn Fn(usize) -> String) -> Self {
        let places = Places::new(report);
        let mut files: BTreeMap<_, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
        for (at, file) in report.files.iter().enumerate() {
            for (diagnostic, fingerprint) in fingerprints(file, &places, at) {
                let rules = files.entry(path_of(at)).or_default();
                rules.entry(diagnostic.rule.id.to_owned()).or_default().insert(fingerprint);
            }
        }
        Self { version: VERSION, files }
    }

    /// Reads what [`Baseline::to_json`] wrote.
    ///
    /// # Errors
    /// What is wrong with the text, for the user.
    pub fn parse(text: &str) -> Result<Self, String> {
        let baseline: Self = serde_json::from_str(text).map_err(|error| format!("is no baseline: {error}"))?;
        if baseline.version == VERSION {
            return Ok(baseline);
        }
        Err(format!("is a baseline of version {}, and only {VERSION} is known", baseline.version))
    }

    /// The text of the file. Cannot fail.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// How many findings it knows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.values().flat_map(BTreeMap::values).map(BTreeSet::len).sum()
    }

    /// Whether it knows none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Which findings of a report are known: one answer for each of its files. `path_of` says how the baseline names a
    /// file, by its place in the report; `None` for one that it has nothing to do with.
    #[must_use]
    pub fn split<'a>(&self, report: Report<'a>, path_of: &dyn Fn(usize) -> Option<String>) -> Vec<Split> {
        let places = Places::new(report);
        let one = |(at, file): (usize, &'a FileReport<'a>)| match path_of(at).and_then(|path| self.files.get(&path)) {
            Some(rules) => split(rules, &fingerprints(file, &places, at)),
            None => Split::default(),
        };
        report.files.iter().enumerate().map(one).collect()
    }
}

fn split(rules: &BTreeMap<String, BTreeSet<String>>, all: &[(&Diagnostic, String)]) -> Split {
    let is_known = |rule: &str, fingerprint: &str| rules.get(rule).is_some_and(|known| known.contains(fingerprint));
    let known = all.iter().filter(|(diagnostic, fingerprint)| is_known(diagnostic.rule.id, fingerprint));
    let known: Vec<_> = known.map(|(diagnostic, _)| (diagnostic.rule.id, diagnostic.range)).collect();
    let entries: usize = rules.values().map(BTreeSet::len).sum();
    Split { stale: entries - known.len(), known }
}

/// Which findings of a file are known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Split {
    known: Vec<(&'static str, plimsoll_text::TextRange)>,
    stale: usize,
}

impl Split {
    /// Keeps the known findings quiet.
    pub fn apply(mut self, analysis: &mut Analysis) -> Applied {
        let (mut kept, mut known) = (Vec::with_capacity(analysis.diagnostics.len()), 0);
        for diagnostic in analysis.diagnostics.drain(..) {
            let place = self.known.iter().position(|it| *it == (diagnostic.rule.id, diagnostic.range));
            let Some(place) = place else {
                kept.push(diagnostic);
                continue;
            };
            self.known.swap_remove(place);
            analysis.suppressed.push(Suppressed { diagnostic, comment: None });
            known += 1;
        }
        analysis.diagnostics = kept;
        Applied { known, stale: self.stale }
    }
}

/// The diagnostics of a file with their fingerprints. Suppressed ones are counted as well, so that a new ignore comment
/// does not renumber the others.
fn fingerprints<'a>(file: &FileReport<'a>, places: &Places<'a>, at: usize) -> Vec<(&'a Diagnostic, String)> {
    if file.diagnostics.is_empty() {
        return Vec::new();
    }
    let source = places.file(at);
    let kept = file.diagnostics.iter().map(|diagnostic| (diagnostic, true));
    let suppressed = file.suppressed.iter().map(|it| (&it.diagnostic, false));
    let mut all: Vec<_> = kept.chain(suppressed).collect();
    all.sort_by_key(|(diagnostic, _)| (diagnostic.range.start(), diagnostic.rule.id));
    let mut fingerprints = Fingerprints::default();
    let all = all.into_iter().map(|(diagnostic, is_kept)| {
        (diagnostic, fingerprints.next(diagnostic.rule.id, &source, diagnostic.range), is_kept)
    });
    all.filter(|(_, _, is_kept)| *is_kept).map(|(diagnostic, fingerprint, _)| (diagnostic, fingerprint)).collect()
}
