//! JSON arrays in instructions, as strict as Go's `encoding/json`.
//!
//! Invariant: [`read`] says "array" only for what BuildKit takes as exec form; everything else is shell form or
//! a plain list of words, but an array that holds anything else than strings is refused by BuildKit.

use crate::ast::{JsonArray, JsonString};
use crate::cursor::{Char, Chars, Cursor};
use plimsoll_text::{TextRange, range, slice};

/// Deeper nesting is not read.
const MAX_DEPTH: u32 = 128;

/// What the arguments of an instruction are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Json {
    /// An array of strings and nothing behind it.
    Array(JsonArray),
    /// A JSON array that holds something else; the range is the first such element.
    NotStrings(TextRange),
    /// No JSON array.
    No,
}

/// Reads all of `cursor`, whose last character is no blank.
pub(crate) fn read(source: &str, mut cursor: Cursor<'_>) -> Json {
    cursor.skip_white_space();
    if cursor.peek_byte() != Some(b'[') {
        return Json::No;
    }
    let start = cursor.at();
    let mut reader = Reader { source, cursor, last_end: start };
    match reader.array(start) {
        Some(json) if reader.cursor.peek().is_none() => json,
        _ => Json::No,
    }
}

/// The characters that the strings stands for, each with its place.
pub(crate) fn decoded_chars(source: &str, cursor: Cursor<'_>) -> Vec<Char> {
    let mut reader = Reader { source, last_end: cursor.at(), cursor };
    let mut chars = Vec::new();
    while let Some(next) = reader.character() {
        chars.push(next);
    }
    chars
}

struct Reader<'a> {
    source: &'a str,
    cursor: Cursor<'a>,
    last_end: usize,
}

impl Reader<'_> {
    fn array(&mut self, start: usize) -> Option<Json> {
        self.take('[')?;
        let mut elements = Vec::new();
        let mut stranger = None;
        self.blanks();
        if self.take(']').is_none() {
            loop {
                self.blanks();
                let at = self.cursor.at();
                if self.cursor.peek_byte() == Some(b'"') {
                    elements.push(self.string()?);
                } else {
                    self.value(0)?;
                    stranger = stranger.or(Some(range(at, self.last_end)));
                }
                self.blanks();
                if self.take(',').is_none() {
                    self.take(']')?;
                    break;
                }
            }
        }
        Some(match stranger {
            Some(place) => Json::NotStrings(place),
            None => Json::Array(JsonArray { range: range(start, self.last_end), elements }),
        })
    }

    fn string(&mut self) -> Option<JsonString> {
        let start = self.cursor.at();
        self.take('"')?;
        let inner_start = self.cursor.at();
        let mut inner_end = inner_start;
        let mut decoded: Option<String> = None;
        while self.cursor.peek_byte()? != b'"' {
            let next = self.character()?;
            if decoded.is_none() && !(next.is_verbatim() && next.start == inner_end) {
                decoded = Some(slice(self.source, range(inner_start, inner_end)).to_owned());
            }
            if let Some(text) = &mut decoded {
                text.push(next.ch);
            }
            inner_end = next.end;
        }
        self.take('"')?;
        Some(JsonString {
            range: range(start, self.last_end),
            inner: range(inner_start, inner_end),
            decoded: decoded.map(String::into_boxed_str),
        })
    }

    /// One character of a string, its escape decoded.
    fn character(&mut self) -> Option<Char> {
        let first = self.bump()?;
        if first.ch < ' ' {
            return None;
        }
        if first.ch != '\\' {
            return Some(first);
        }
        let escaped = self.bump()?;
        let ch = match escaped.ch {
            '"' | '\\' | '/' => escaped.ch,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => self.code_point()?,
            _ => return None,
        };
        Some(Char { ch, start: first.start, end: self.last_end })
    }

    fn code_point(&mut self) -> Option<char> {
        let high = self.hex()?;
        if !(0xd800..0xdc00).contains(&high) {
            return Some(char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let (cursor, last_end) = (self.cursor, self.last_end);
        if self.take('\\').is_some()
            && self.take('u').is_some()
            && let low @ 0xdc00..0xe000 = self.hex()?
        {
            return char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00));
        }
        (self.cursor, self.last_end) = (cursor, last_end);
        Some(char::REPLACEMENT_CHARACTER)
    }

    fn hex(&mut self) -> Option<u32> {
        let mut number = 0;
        for _ in 0..4 {
            number = number * 16 + self.bump()?.ch.to_digit(16)?;
        }
        Some(number)
    }

    /// Steps over any value.
    fn value(&mut self, depth: u32) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        match self.cursor.peek()?.ch {
            '"' => self.string().map(|_| ()),
            '[' => {
                self.take('[')?;
                self.members(']', |reader| reader.value(depth + 1))
            }
            '{' => {
                self.take('{')?;
                self.members('}', |reader| {
                    reader.string()?;
                    reader.blanks();
                    reader.take(':')?;
                    reader.blanks();
                    reader.value(depth + 1)
                })
            }
            't' => self.word("true"),
            'f' => self.word("false"),
            'n' => self.word("null"),
            _ => self.number(),
        }
    }

    fn members(&mut self, close: char, mut member: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.blanks();
        if self.take(close).is_some() {
            return Some(());
        }
        loop {
            self.blanks();
            member(self)?;
            self.blanks();
            if self.take(',').is_none() {
                return self.take(close);
            }
        }
    }

    fn number(&mut self) -> Option<()> {
        let _ = self.take('-');
        if self.take('0').is_none() {
            self.digits()?;
        }
        if self.take('.').is_some() {
            self.digits()?;
        }
        if self.take('e').or_else(|| self.take('E')).is_some() {
            let _ = self.take('+').or_else(|| self.take('-'));
            self.digits()?;
        }
        Some(())
    }

    fn digits(&mut self) -> Option<()> {
        self.bump().filter(|digit| digit.ch.is_ascii_digit())?;
        while self.cursor.peek_byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.bump();
        }
        Some(())
    }

    fn word(&mut self, word: &str) -> Option<()> {
        word.chars().try_for_each(|ch| self.take(ch))
    }

    fn blanks(&mut self) {
        while self.cursor.peek_byte().is_some_and(|byte| matches!(byte, b' ' | b'\t' | b'\r')) {
            self.cursor.bump();
        }
    }

    fn take(&mut self, ch: char) -> Option<()> {
        self.cursor.peek().filter(|next| next.ch == ch)?;
        self.bump().map(|_| ())
    }

    fn bump(&mut self) -> Option<Char> {
        let next = self.cursor.bump()?;
        self.last_end = next.end;
        Some(next)
    }
}
