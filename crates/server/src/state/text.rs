//! A text with its lines, and the way from its bytes to the protocol's positions and back.
//!
//! Invariant: any position of a client gives a place in the text, and any range of ours gives a valid one of theirs.

use crate::protocol::{Position, Range, TextEdit};
use plimsoll_text::{Edit, Edits, Encoding, LineIndex, TextRange, TextSize, range};
use std::sync::Arc;

/// A text that does not change any more.
#[derive(Debug)]
pub(crate) struct Text {
    pub(crate) text: Arc<str>,
    index: LineIndex,
    encoding: Encoding,
}

impl Text {
    pub(crate) fn new(text: Arc<str>, encoding: Encoding) -> Self {
        let index = LineIndex::new(&text);
        Self { text, index, encoding }
    }

    /// The position of a byte.
    pub(crate) fn position(&self, offset: TextSize) -> Position {
        let place = self.index.position(&self.text, offset, self.encoding);
        Position::new(place.line, place.column)
    }

    /// The byte at a position; one past the end of its line is the end of the line.
    pub(crate) fn offset(&self, position: Position) -> TextSize {
        let place = plimsoll_text::Position { line: position.line, column: position.character };
        self.index.offset(&self.text, place, self.encoding)
    }

    /// The protocol's range for ours.
    pub(crate) fn range(&self, range: TextRange) -> Range {
        Range::new(self.position(range.start()), self.position(range.end()))
    }

    /// Our range for the protocol's; one that ends before it starts is empty.
    pub(crate) fn text_range(&self, given: Range) -> TextRange {
        range(self.offset(given.start).into(), self.offset(given.end).into())
    }

    /// All of it.
    pub(crate) fn whole(&self) -> TextRange {
        range(0, self.text.len())
    }

    /// Number of the units that columns count in a part of the text.
    pub(crate) fn units(&self, part: TextRange) -> u32 {
        let part = plimsoll_text::slice(&self.text, part);
        let count = match self.encoding {
            Encoding::Utf8 => part.len(),
            Encoding::Utf16 => part.encode_utf16().count(),
            Encoding::Utf32 => part.chars().count(),
        };
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// The protocol's edits for ours.
    pub(crate) fn edits(&self, edits: &Edits) -> Vec<TextEdit> {
        edits.iter().map(|edit| self.edit(edit)).collect()
    }

    /// The protocol's edit for ours.
    pub(crate) fn edit(&self, edit: &Edit) -> TextEdit {
        TextEdit { range: self.range(edit.range), new_text: edit.text.clone() }
    }
}
