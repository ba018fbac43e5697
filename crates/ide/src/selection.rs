//! What "expand selection" takes, step by step.
//!
//! Invariant: each range contains the one before and is larger; the last one is the file.

use crate::{View, dockerfile, ecs};
use plimsoll_analysis::FileKind;
use plimsoll_text::{TextRange, TextSize, size};

/// The parts of the file around `offset`, innermost first.
#[must_use]
pub fn selection(view: &View<'_>, offset: TextSize) -> Vec<TextRange> {
    let mut parts = match view.file.kind {
        FileKind::Dockerfile => dockerfile::read(view, |cx| dockerfile::selection::selection(cx, offset)),
        FileKind::TaskDefinition => ecs::selection::selection(view, offset),
        _ => Vec::new(),
    };
    parts.push(TextRange::new(TextSize::new(0), size(view.file.text.len())));
    parts.retain(|part| part.contains_inclusive(offset));
    parts.sort_by_key(|part| (part.len(), part.start()));
    let mut nested: Vec<TextRange> = Vec::new();
    for part in parts {
        if nested.last().is_none_or(|last| part.contains_range(*last) && part != *last) {
            nested.push(part);
        }
    }
    nested
}
