//! From byte offsets to lines and columns and back, in the encoding that the consumer counts in.
//!
//! Invariant: [`LineIndex::offset`] undoes [`LineIndex::position`] for every offset on a character border.

use crate::{TextSize, lines, size};

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units, the default of the language server protocol.
    Utf16,
    /// Unicode scalar values: what a person calls characters, and what plimsoll's own outputs count.
    Utf32,
}

/// A place in a text, both numbers from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 0.
    pub line: u32,
    /// Column, from 0, in units of the [`Encoding`] that it was asked in.
    pub column: u32,
}

/// Where the lines of one text start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// Whether a byte and a character are the same thing in the whole text.
    ascii: bool,
}

impl LineIndex {
    /// Reads `text` once. Lines end with `\n`, `\r\n` or a lone `\r`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(lines(text).filter(|line| !line.end.is_empty()).map(|line| u32::from(size(line.next_start()))));
        Self { starts, ascii: text.is_ascii() }
    }

    /// Number of lines; a text that ends with a line end has an empty last line.
    #[must_use]
    pub fn line_count(&self) -> u32 {
        u32::try_from(self.starts.len()).unwrap_or(u32::MAX)
    }

    /// The line, from 0, that holds `offset`; past the end it is the last line.
    #[must_use]
    pub fn line(&self, offset: TextSize) -> u32 {
        let at = self.starts.partition_point(|start| *start <= u32::from(offset));
        u32::try_from(at.saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// Offset of the first character of `line`; past the last line, `None`.
    #[must_use]
    pub fn line_start(&self, line: u32) -> Option<TextSize> {
        self.starts.get(line as usize).map(|start| TextSize::new(*start))
    }

    /// Line and column of `offset`. An offset past the end gives the end, one inside a character its start.
    #[must_use]
    pub fn position(&self, text: &str, offset: TextSize, encoding: Encoding) -> Position {
        let end = text.floor_char_boundary(usize::from(offset).min(text.len()));
        let line = self.line(size(end));
        let start = self.starts[line as usize] as usize;
        let before = &text[start..end];
        let column = if self.ascii { before.len() } else { units(before, encoding) };
        Position { line, column: u32::try_from(column).unwrap_or(u32::MAX) }
    }

    /// Offset of a line and column. A column past the end of the line gives the end of the line (before its
    /// line end), a line past the end gives the end of the text, a column inside a character its start.
    #[must_use]
    pub fn offset(&self, text: &str, position: Position, encoding: Encoding) -> TextSize {
        let Some(start) = self.line_start(position.line).map(usize::from) else {
            return size(text.len());
        };
        let line = lines(&text[start..]).next().map_or("", |line| line.text);
        let wanted = position.column as usize;
        if self.ascii {
            return size(start + wanted.min(line.len()));
        }
        let mut passed = 0;
        for (at, character) in line.char_indices() {
            let next = passed + unit(character, encoding);
            if next > wanted {
                return size(start + at);
            }
            passed = next;
        }
        size(start + line.len())
    }
}

fn unit(character: char, encoding: Encoding) -> usize {
    match encoding {
        Encoding::Utf8 => character.len_utf8(),
        Encoding::Utf16 => character.len_utf16(),
        Encoding::Utf32 => 1,
    }
}

fn units(text: &str, encoding: Encoding) -> usize {
    match encoding {
        Encoding::Utf8 => text.len(),
        Encoding::Utf16 => text.encode_utf16().count(),
        Encoding::Utf32 => text.chars().count(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Encoding, LineIndex, Position};
    use crate::{TextSize, size};
    use proptest::prelude::*;

    const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    #[test]
    fn columns_count_in_the_encoding() {
        let text = "a\n💙é x";
        let index = LineIndex::new(text);
        let offset = TextSize::new(u32::try_from(text.find('x').unwrap()).unwrap());
        let columns = ENCODINGS.map(|encoding| index.position(text, offset, encoding).column);
        assert_eq!(columns, [7, 4, 3]);
    }

    #[test]
    fn past_the_end_is_clamped() {
        let text = "ab\r\nc";
        let index = LineIndex::new(text);
        assert_eq!(index.offset(text, Position { line: 0, column: 99 }, Encoding::Utf16), TextSize::new(2));
        assert_eq!(index.offset(text, Position { line: 9, column: 0 }, Encoding::Utf16), TextSize::new(5));
        assert_eq!(index.position(text, TextSize::new(99), Encoding::Utf8), Position { line: 1, column: 1 });
    }

    proptest! {
        #[test]
        fn offset_undoes_position(text in "[ab\r\n é💙]{0,40}") {
            let index = LineIndex::new(&text);
            for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
                for encoding in ENCODINGS {
                    let position = index.position(&text, size(at), encoding);
                    // The `\n` of `\r\n` is no place of its own: it belongs to the line end.
                    let back = usize::from(index.offset(&text, position, encoding));
                    let inside_line_end = at > 0 && text[..at].ends_with('\r') && text[at..].starts_with('\n');
                    prop_assert_eq!(back, if inside_line_end { at - 1 } else { at });
                }
            }
        }
    }
}
