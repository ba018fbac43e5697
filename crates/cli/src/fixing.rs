//! Fixes files, or shows what fixing would change.
//!
//! Invariant: nothing is written before every fix was computed from the files as they were read.

use crate::beside::{self, Beside};
use crate::changes::{self, Change};
use crate::panics;
use plimsoll_analysis::{Applicability, Applied, Fixed, SourceFile, fix};
use plimsoll_files::{Collected, Problem};
use rayon::prelude::*;
use std::sync::Arc;

/// A file that fixes change.
pub(crate) struct Changed {
    pub(crate) change: Change,
    pub(crate) applied: Vec<Applied>,
}

/// The files that fixes change.
#[derive(Default)]
pub(crate) struct FixedFiles {
    pub(crate) targets: Vec<Changed>,
    /// Those that are only looked at, and new ones.
    pub(crate) beside: Vec<Beside>,
}

impl FixedFiles {
    /// Number of files.
    pub(crate) fn count(&self) -> usize {
        self.targets.len() + self.beside.len()
    }

    /// Number of fixes.
    pub(crate) fn fixes(&self) -> usize {
        let beside = self.beside.iter().map(|it| it.applied.len());
        self.targets.iter().map(|it| it.applied.len()).chain(beside).sum()
    }
}

/// Fixes the targets' texts in memory. `done` is called for each file.
pub(crate) fn fix_all(collected: &mut Collected, least: Applicability, done: impl Fn() + Sync) -> FixedFiles {
    let workspace = collected.workspace();
    let fixed: Vec<Result<Fixed, Problem>> = collected
        .targets
        .par_iter()
        .map(|target| {
            let settings = target.config.settings_for(&target.absolute);
            let file = SourceFile::new(target.path.clone(), Arc::clone(&target.text), target.kind);
            let fixed = panics::caught(|| fix(&file, &settings, &workspace, least));
            done();
            fixed.map_err(|message| Problem::new(&target.shown, message))
        })
        .collect();
    let mut files = FixedFiles::default();
    let mut asking = Vec::new();
    for (at, fixed) in fixed.into_iter().enumerate() {
        let Some(shown) = collected.targets.get(at).map(|target| target.shown.clone()) else { continue };
        let fixed = match fixed {
            Ok(fixed) => fixed,
            Err(problem) => {
                collected.problems.insert(problem);
                continue;
            }
        };
        for rule in &fixed.refused {
            let message =
                format!("the fix of `{rule}` would have broken the file and was left out; {}", panics::REPORT);
            collected.problems.insert(Problem::new(&shown, message));
        }
        if fixed.unsettled {
            let message = format!("fixes kept asking for more; {}", panics::REPORT);
            collected.problems.insert(Problem::new(&shown, message));
        }
        if fixed.has_elsewhere {
            asking.push(at);
        }
        if let Some(change) = changes::take(collected, at, fixed.text) {
            files.targets.push(Changed { change, applied: fixed.applied });
        }
    }
    beside::fix(collected, asking, least, &mut files);
    files
}

/// Writes the changed files; those that cannot be written are no longer among them.
pub(crate) fn write_all(collected: &mut Collected, files: &mut FixedFiles) {
    files.targets.retain(|changed| changes::write(collected, &changed.change));
    files.beside.retain(|beside| beside.write(collected));
}
