//! What may be folded away.

use crate::{View, dockerfile, ecs};
use plimsoll_analysis::FileKind;
use plimsoll_text::TextRange;

/// A part of the file over more than one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    /// From the first character that stays visible with its line to the last one that is hidden.
    pub range: TextRange,
    /// What it is.
    pub kind: FoldKind,
}

/// What is folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FoldKind {
    /// Code.
    Code,
    /// A block of comments.
    Comment,
    /// From `#region` to `#endregion`.
    Region,
}

/// What may be folded, in order of place.
#[must_use]
pub fn folding(view: &View<'_>) -> Vec<Fold> {
    let mut folds = match view.file.kind {
        FileKind::Dockerfile => dockerfile::read(view, dockerfile::folding::folding),
        FileKind::TaskDefinition => ecs::folding::folding(view),
        _ => Vec::new(),
    };
    folds.sort_by_key(|fold| (fold.range.start(), std::cmp::Reverse(fold.range.end()), fold.kind));
    folds.dedup();
    folds
}
