//! Applies edits to the texts, and writes the files.
//!
//! Invariant: what is not edited stays byte for byte; a file is replaced as a whole or not at all.

use crate::arguments::Pin;
use crate::write;
use plimsoll_files::{Collected, Problem};
use plimsoll_text::{Edit, Edits};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A file that was changed, or would be.
pub(crate) struct Changed {
    /// Its place among the targets.
    pub(crate) at: usize,
    /// The text before.
    pub(crate) before: Arc<str>,
}

/// Changes the texts of the targets, and their files unless the run only looks.
pub(super) fn apply(pin: &Pin, collected: &mut Collected, edits: &[(usize, Edit)]) -> Vec<Changed> {
    if pin.check {
        return Vec::new();
    }
    let mut by_file: BTreeMap<usize, Vec<Edit>> = BTreeMap::new();
    for (at, edit) in edits {
        by_file.entry(*at).or_default().push(edit.clone());
    }
    let mut changed = Vec::new();
    for (at, edits) in by_file {
        let Some(target) = collected.targets.get_mut(at) else { continue };
        let Ok(edits) = Edits::new(edits) else {
            let message = format!("two pins would change the same place; {}", crate::panics::REPORT);
            collected.problems.insert(Problem::new(&target.shown, message));
            continue;
        };
        let text: Arc<str> = edits.apply(&target.text).into();
        if text == target.text {
            continue;
        }
        if !pin.diff
            && !target.is_stdin
            && let Err(message) = write::replace(&target.absolute, &text)
        {
            collected.problems.insert(Problem::new(&target.shown, message));
            continue;
        }
        let before = std::mem::replace(&mut target.text, text);
        changed.push(Changed { at, before });
    }
    changed
}
