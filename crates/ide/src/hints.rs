//! Inlay hints: what the file does not say where it matters.

use crate::{View, dockerfile};
use plimsoll_analysis::FileKind;
use plimsoll_text::{TextRange, TextSize};

/// A text that is shown between the characters of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// It stands before the character at this place.
    pub offset: TextSize,
    /// The text.
    pub label: String,
    /// What it is.
    pub kind: HintKind,
    /// More about it, as Markdown.
    pub tooltip: Option<String>,
}

/// What a hint says. Each stands behind the text, with a blank between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HintKind {
    /// What variables come to.
    Value,
    /// The number of a stage.
    Stage,
    /// The user in effect.
    User,
}

/// The hints in `range`, in order of place.
#[must_use]
pub fn hints(view: &View<'_>, range: TextRange) -> Vec<Hint> {
    let mut hints = match view.file.kind {
        FileKind::Dockerfile => dockerfile::read(view, dockerfile::hints::hints),
        _ => Vec::new(),
    };
    hints.retain(|hint| range.contains_inclusive(hint.offset));
    hints.sort_by_key(|hint| hint.offset);
    hints
}
