//! Applies edits to the texts, and writes the files.
//!
//! Invariant: what is not edited stays byte for byte; a file is replaced as a whole or not at all.

use crate::arguments::Pin;
use crate::changes::{self, Change};
use plimsoll_files::{Collected, Problem};
use plimsoll_text::{Edit, Edits};
use std::collections::BTreeMap;

/// Changes the texts of the targets, and their files unless the run only looks.
pub(super) fn apply(pin: &Pin, collected: &mut Collected, edits: &[(usize, Edit)]) -> Vec<Change> {
    if pin.check {
        return Vec::new();
    }
    let mut by_file: BTreeMap<usize, Vec<Edit>> = BTreeMap::new();
    for (at, edit) in edits {
        by_file.entry(*at).or_default().push(edit.clone());
    }
    let mut changes = Vec::new();
    for (at, edits) in by_file {
        let Some(target) = collected.targets.get(at) else { continue };
        let Ok(edits) = Edits::new(edits) else {
            let message = format!("two pins would change the same place; {}", crate::panics::REPORT);
            collected.problems.insert(Problem::new(&target.shown, message));
            continue;
        };
        let text = edits.apply(&target.text).into();
        changes.extend(changes::take(collected, at, text));
    }
    changes.retain(|change| pin.diff || changes::write(collected, change));
    changes
}
