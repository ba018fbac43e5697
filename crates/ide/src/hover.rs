//! What is shown when the pointer rests on something.

use crate::{View, dockerfile, ecs};
use plimsoll_analysis::{FileKind, SourceFile, carried};
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
        kind if kind.is_carrier() => in_carrier(view, offset),
        _ => None,
    }
}

/// What is to be said of the field that the carrier gives at `offset`.
fn in_carrier(view: &View<'_>, offset: TextSize) -> Option<Hover> {
    let all = carried(view.file, view.workspace);
    let (lowered, offset) = all.iter().find_map(|lowered| Some((lowered, lowered.offset(offset)?)))?;
    let json = SourceFile::new(view.file.path.as_str(), lowered.text(), FileKind::TaskDefinition);
    let found = ecs::hover::hover(&View { file: &json, ..*view }, offset)?;
    let (path, range) = lowered.home(found.range);
    (path == view.file.path).then_some(Hover { range, ..found })
}
