//! What is shown when the pointer rests on something.

use crate::{View, dockerfile, ecs};
use plimsoll_analysis::FileKind;
use plimsoll_text::{TextRange, TextSize};

/// A text about a part of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The part that it is about.
    pub range: TextRange,
    /// The text, as Markdown.
    pub markdown: String,
}

/// The text about what stands at `offset`; `None` when there is nothing to say.
#[must_use]
pub fn hover(view: &View<'_>, offset: TextSize) -> Option<Hover> {
    match view.file.kind {
        FileKind::Dockerfile => dockerfile::read(view, |cx| dockerfile::hover::hover(cx, offset)),
        FileKind::TaskDefinition => ecs::hover::hover(view, offset),
        _ => None,
    }
}
