//! From the parser's counts of characters to bytes.
//!
//! Invariant: a count past the end gives the end.

use plimsoll_text::{TextSize, size};

pub(crate) struct Offsets {
    /// Byte offset of each character; empty when a character and a byte are the same thing.
    starts: Vec<usize>,
    length: usize,
    /// Bytes before the text that the parser saw.
    before: usize,
}

impl Offsets {
    /// For `text`, which stands behind `before` bytes of the file.
    pub(crate) fn new(text: &str, before: usize) -> Self {
        let starts = if text.is_ascii() { Vec::new() } else { text.char_indices().map(|(offset, _)| offset).collect() };
        Self { starts, length: text.len(), before }
    }

    pub(crate) fn byte(&self, character: usize) -> TextSize {
        let offset = if self.starts.is_empty() {
            character.min(self.length)
        } else {
            self.starts.get(character).copied().unwrap_or(self.length)
        };
        size(offset + self.before)
    }
}
