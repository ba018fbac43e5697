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

/// What fixing came to.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) changed: Vec<Changed>,
    /// Files beside the targets that fixes change.
    pub(crate) beside: Vec<Beside>,
}

impl Outcome {
    /// Number of files.
    pub(crate) fn files(&self) -> usize {
        self.changed.len() + self.beside.len()
    }

    /// Number of fixes.
    pub(crate) fn fixes(&self) -> usize {
        let beside = self.beside.iter().map(|it| it.applied.len());
        self.changed.iter().map(|it| it.applied.len()).chain(beside).sum()
    }
}

/// Fixes the targets' texts in memory. `done` is called for each file.
pub(crate) fn fix_all(collected: &mut Collected, least: Applicability, done: impl Fn() + Sync) -> Outcome {
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
    let mut outcome = Outcome::default();
    let mut with_more = Vec::new();
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
            with_more.push(at);
        }
        if let Some(change) = changes::take(collected, at, fixed.text) {
            outcome.changed.push(Changed { change, applied: fixed.applied });
        }
    }
    for at in with_more {
        beside::fix(collected, at, least, &mut outcome);
    }
    outcome
}

/// Writes the changed files; those that cannot be written are no longer among them.
pub(crate) fn write_all(collected: &mut Collected, outcome: &mut Outcome) {
    outcome.changed.retain(|changed| changes::write(collected, &changed.change));
    outcome.beside.retain(|beside| beside.write(collected));
}
