//! Code lenses: a line above a part of the file that says how it is used.

use crate::{Place, View, dockerfile, ecs};
use plimsoll_analysis::FileKind;
use plimsoll_text::TextRange;

/// A line above a part of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    /// The part.
    pub range: TextRange,
    /// The line.
    pub title: String,
    /// The places that it speaks of; empty when there is nothing to go to.
    pub places: Vec<Place>,
}

/// The lenses of a file, in order of place.
#[must_use]
pub fn lenses(view: &View<'_>) -> Vec<Lens> {
    let mut lenses = match view.file.kind {
        FileKind::Dockerfile => {
            let mut lenses = dockerfile::read(view, dockerfile::lenses::lenses);
            lenses.extend(ecs::cross::lenses(view));
            lenses
        }
        FileKind::TaskDefinition => ecs::lenses::lenses(view),
        _ => Vec::new(),
    };
    lenses.sort_by_key(|lens| lens.range.start());
    lenses
}
