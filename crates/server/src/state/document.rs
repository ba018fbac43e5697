//! A text that is being typed.
//!
//! Invariant: after each change the rope holds what the client shows. A position that the client cannot mean is
//! moved to the nearest one that it can, as the protocol says (LSP 3.17, "Position", 2026-11).

use super::text::Text;
use crate::protocol::{Position, Range, TextDocumentContentChangeEvent, TextDocumentItem, Uri};
use plimsoll_analysis::FileKind;
use plimsoll_text::Encoding;
use ropey::{Rope, RopeSlice};
use std::path::PathBuf;
use std::sync::Arc;

/// A document that is open in the editor.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) uri: Uri,
    /// Where the file is; `None` for a text that was never saved.
    pub(crate) path: Option<PathBuf>,
    /// What the editor takes it for.
    pub(crate) language: String,
    pub(crate) version: i32,
    /// What it is. Once it was known for a task definition it stays one while it is open, for a text is no JSON
    /// for as long as somebody types.
    pub(crate) kind: Option<FileKind>,
    rope: Rope,
    encoding: Encoding,
    text: Option<Arc<Text>>,
}

impl Document {
    pub(crate) fn new(item: TextDocumentItem, encoding: Encoding) -> Self {
        let is_file = item.uri.scheme().as_str().eq_ignore_ascii_case("file");
        let path = item.uri.to_file_path().filter(|path| is_file && path.is_absolute());
        Self {
            path: path.map(std::borrow::Cow::into_owned),
            language: item.language_id,
            version: item.version,
            kind: None,
            rope: Rope::from_str(&item.text),
            encoding,
            text: None,
            uri: item.uri,
        }
    }

    /// Applies changes, each to the outcome of the one before.
    pub(crate) fn change(&mut self, version: i32, changes: Vec<TextDocumentContentChangeEvent>) {
        self.version = version;
        self.text = None;
        for change in changes {
            match change.range {
                Some(range) => self.replace(range, &change.text),
                None => self.rope = Rope::from_str(&change.text),
            }
        }
    }

    /// The text as it is now.
    pub(crate) fn text(&mut self) -> Arc<Text> {
        let rope = &self.rope;
        let encoding = self.encoding;
        let text = self.text.get_or_insert_with(|| Arc::new(Text::new(String::from(rope).into(), encoding)));
        Arc::clone(text)
    }

    fn replace(&mut self, range: Range, text: &str) {
        let (start, end) = (self.place(range.start), self.place(range.end));
        let (start, end) = (start.min(end), start.max(end));
        self.rope.remove(start..end);
        self.rope.insert(start, text);
    }

    /// The character, counted from the start of the text, at a position.
    fn place(&self, position: Position) -> usize {
        let line = position.line as usize;
        if line >= self.rope.len_lines() {
            return self.rope.len_chars();
        }
        let slice = without_end(self.rope.line(line));
        let column = position.character as usize;
        let inside = match self.encoding {
            Encoding::Utf8 => slice.byte_to_char(column.min(slice.len_bytes())),
            Encoding::Utf16 => slice.utf16_cu_to_char(column.min(slice.len_utf16_cu())),
            Encoding::Utf32 => column.min(slice.len_chars()),
        };
        self.rope.line_to_char(line) + inside
    }
}

/// A line without its `\n`, `\r\n` or `\r`.
fn without_end(line: RopeSlice<'_>) -> RopeSlice<'_> {
    let mut end = line.len_chars();
    for mark in ['\n', '\r'] {
        if end > 0 && line.get_char(end - 1) == Some(mark) {
            end -= 1;
        }
    }
    line.slice(..end)
}

#[cfg(test)]
mod tests {
    use super::Document;
    use crate::protocol::{Position, Range, TextDocumentContentChangeEvent, TextDocumentItem};
    use plimsoll_text::Encoding;
    use proptest::prelude::*;

    const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    fn document(text: &str, encoding: Encoding) -> Document {
        let uri = "file:///Dockerfile".parse().expect("a URI");
        Document::new(TextDocumentItem::new(uri, "dockerfile".into(), 1, text.into()), encoding)
    }

    fn change(range: Option<Range>, text: &str) -> TextDocumentContentChangeEvent {
        TextDocumentContentChangeEvent { range, range_length: None, text: text.into() }
    }

    fn range(start: (u32, u32), end: (u32, u32)) -> Range {
        Range::new(Position::new(start.0, start.1), Position::new(end.0, end.1))
    }

    #[test]
    fn columns_count_in_the_encoding() {
        for (encoding, column) in [(Encoding::Utf8, 6), (Encoding::Utf16, 3), (Encoding::Utf32, 2)] {
            let mut document = document("x\n💙é!\n", encoding);
            document.change(2, vec![change(Some(range((1, column), (1, column + 1))), "?")]);
            assert_eq!(&*document.text().text, "x\n💙é?\n", "{encoding:?}");
            assert_eq!(document.version, 2);
        }
    }

    #[test]
    fn each_change_sees_the_one_before_and_a_change_without_range_is_the_whole_text() {
        let mut document = document("a\r\nb\rc\n", Encoding::Utf16);
        let insert = |line, text| change(Some(range((line, 0), (line, 0))), text);
        document.change(2, vec![insert(2, "3"), insert(1, "2"), insert(3, "4")]);
        assert_eq!(&*document.text().text, "a\r\n2b\r3c\n4");
        document.change(3, vec![change(None, "x"), insert(0, "y")]);
        assert_eq!(&*document.text().text, "yx");
    }

    #[test]
    fn a_column_past_the_line_is_its_end_and_half_a_character_its_start() {
        let mut document = document("💙a\r\nb", Encoding::Utf16);
        document.change(2, vec![change(Some(range((0, 99), (0, 99))), "!")]);
        document.change(3, vec![change(Some(range((0, 1), (0, 1))), "?")]);
        document.change(4, vec![change(Some(range((9, 9), (1, 1))), ".")]);
        assert_eq!(&*document.text().text, "?💙a!\r\nb.");
    }

    proptest! {
        /// The rope and the line index agree on what every position means, valid or not.
        #[test]
        fn the_rope_and_the_index_agree(text in "[ab\r\n é💙]{0,30}", line in 0..6u32, column in 0..12u32) {
            for encoding in ENCODINGS {
                let mut document = document(&text, encoding);
                let position = Position::new(line, column);
                let offset = usize::from(document.text().offset(position));
                let mut expected = text.clone();
                expected.insert(offset, '#');
                document.change(2, vec![change(Some(Range::new(position, position)), "#")]);
                prop_assert_eq!(&*document.text().text, expected.as_str());
            }
        }
    }
}
