//! Byte ranges, lines and columns, and edits: what every other crate says about places in a text.
//!
//! Invariant: inside plimsoll a place is a byte offset ([`TextSize`]) into the file as it was read.
//! Lines and columns exist only at the edge, made by [`LineIndex`] in the encoding that the consumer
//! asked for.

mod edits;
mod line_index;
mod lines;

pub use edits::{Edit, Edits, OverlappingEdits};
pub use line_index::{Encoding, LineIndex, Position};
pub use lines::{Line, lines};
pub use text_size::{TextLen, TextRange, TextSize};

/// The text that `range` covers. Cannot fail: a range past the end or off a character border gives `""`.
#[must_use]
#[inline]
pub fn slice(text: &str, range: TextRange) -> &str {
    text.get(usize::from(range.start())..usize::from(range.end())).unwrap_or("")
}

/// A range from two byte offsets; `end` before `start` gives the empty range at `start`.
///
/// Offsets past 4 GiB are cut to it; files are limited to far less before they are parsed.
#[must_use]
#[inline]
pub fn range(start: usize, end: usize) -> TextRange {
    let start = size(start);
    TextRange::new(start, size(end).max(start))
}

/// A byte offset as [`TextSize`]; past 4 GiB it is cut to it.
#[must_use]
#[inline]
pub fn size(offset: usize) -> TextSize {
    TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX))
}
