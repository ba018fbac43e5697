//! What is between the quotes of a string: escapes, and the way back from decoded text to the file.
//!
//! Invariant: [`source_offset`] of the length of the text decoded so far is where the next escape or character
//! starts.

/// What is wrong inside a string: the bytes of it, counted from the start of the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    Escape { start: usize, end: usize },
    Control { start: usize, end: usize },
}

/// Start and end of the content within a string token, which may lack its closing quote.
pub(crate) fn content(source: &str) -> (usize, usize) {
    let bytes = source.as_bytes();
    let Some(quote) = bytes.first().filter(|first| matches!(first, b'"' | b'\'')) else {
        return (0, bytes.len());
    };
    let closed = bytes.len() > 1 && bytes.last() == Some(quote) && {
        let backslashes = bytes[1..bytes.len() - 1].iter().rev().take_while(|byte| **byte == b'\\').count();
        backslashes % 2 == 0
    };
    (1, if closed { bytes.len() - 1 } else { bytes.len() })
}

/// The content with its escapes decoded.
pub(crate) fn decode(content: &str) -> String {
    let mut decoded = String::with_capacity(content.len());
    for piece in (Pieces { content, at: 0 }) {
        match piece.escape {
            Some(character) => decoded.push(character),
            None => decoded.push_str(&content[piece.start..piece.end]),
        }
    }
    decoded
}

/// Offset in `content` of the byte at `decoded` of the decoded text.
pub(crate) fn source_offset(content: &str, decoded: usize) -> usize {
    let mut passed = 0;
    for piece in (Pieces { content, at: 0 }) {
        let length = piece.escape.map_or(piece.end - piece.start, char::len_utf8);
        if decoded < passed + length {
            let inside = if piece.escape.is_some() { 0 } else { decoded - passed };
            return piece.start + inside;
        }
        passed += length;
    }
    content.len()
}

/// The wrong escapes and the first run of control characters.
pub(crate) fn flaws(content: &str) -> Vec<Flaw> {
    let mut flaws: Vec<_> = Pieces { content, at: 0 }
        .filter(|piece| piece.wrong)
        .map(|piece| Flaw::Escape { start: piece.start, end: piece.end })
        .collect();
    let is_control = |byte: &u8| *byte < 0x20;
    if let Some(start) = content.bytes().position(|byte| is_control(&byte)) {
        let length = content.as_bytes()[start..].iter().take_while(|byte| is_control(byte)).count();
        flaws.push(Flaw::Control { start, end: start + length });
    }
    flaws
}

/// A run of plain text or one escape.
struct Piece {
    start: usize,
    end: usize,
    escape: Option<char>,
    wrong: bool,
}

struct Pieces<'a> {
    content: &'a str,
    at: usize,
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let start = self.at;
        let rest = self.content.get(start..).filter(|rest| !rest.is_empty())?;
        let Some(escaped) = rest.strip_prefix('\\') else {
            self.at = rest.find('\\').map_or(self.content.len(), |at| start + at);
            return Some(Piece { start, end: self.at, escape: None, wrong: false });
        };
        let (length, escape, wrong) = match escaped.bytes().next() {
            Some(byte @ (b'"' | b'\\' | b'/')) => (2, Some(byte as char), false),
            Some(b'b') => (2, Some('\u{8}'), false),
            Some(b'f') => (2, Some('\u{c}'), false),
            Some(b'n') => (2, Some('\n'), false),
            Some(b'r') => (2, Some('\r'), false),
            Some(b't') => (2, Some('\t'), false),
            Some(b'u') => unicode(escaped),
            // `\x` stays as it is: the backslash and the character after it.
            _ => (1 + escaped.chars().next().map_or(0, char::len_utf8), None, true),
        };
        self.at = start + length;
        Some(Piece { start, end: self.at, escape, wrong })
    }
}

/// Length with the backslash, character and whether it is wrong, of the `uXXXX` that `escaped` starts with.
fn unicode(escaped: &str) -> (usize, Option<char>, bool) {
    let Some(unit) = code_unit(escaped) else {
        let digits = escaped[1..].bytes().take(4).take_while(u8::is_ascii_hexdigit).count();
        return (2 + digits, None, true);
    };
    if let Some(character) = char::from_u32(unit) {
        return (6, Some(character), false);
    }
    let low = escaped.get(5..).and_then(|rest| rest.strip_prefix('\\')).and_then(code_unit);
    match low {
        Some(low @ 0xDC00..=0xDFFF) if unit < 0xDC00 => {
            let character = char::from_u32(0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
            (12, character, false)
        }
        _ => (6, Some(char::REPLACEMENT_CHARACTER), true),
    }
}

fn code_unit(escaped: &str) -> Option<u32> {
    let digits = escaped.strip_prefix('u')?.get(..4)?;
    // `from_str_radix` takes a sign.
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}
