//! Reading the characters that count.
//!
//! Invariant: a [`Cursor`] gives the characters of a logical line, in order, each with the place that it is
//! written at; gaps (continuation marks, comment lines, empty lines) are stepped over and nothing is copied.

use crate::ast::Gap;

/// A character and the bytes of the file that it is written with, an escape before it included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Char {
    /// What it means.
    pub(crate) ch: char,
    /// Offset of its first byte.
    pub(crate) start: usize,
    /// Offset after its last byte.
    pub(crate) end: usize,
}

impl Char {
    /// Whether the file holds the character as it is.
    pub(crate) fn is_verbatim(self) -> bool {
        self.end - self.start == self.ch.len_utf8()
    }
}

/// A sequence of characters with their places.
pub(crate) trait Chars: Clone {
    /// The next character, left in place.
    fn peek(&self) -> Option<Char>;
    /// Takes the next character.
    fn bump(&mut self) -> Option<Char>;
}

/// The characters of a part of a logical line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'a> {
    source: &'a str,
    at: usize,
    end: usize,
    /// Those that start at `at` or later.
    gaps: &'a [Gap],
}

impl<'a> Cursor<'a> {
    /// The characters from `start` to `end`; `gaps` are those of the whole logical line.
    pub(crate) fn new(source: &'a str, start: usize, end: usize, gaps: &'a [Gap]) -> Self {
        let passed = gaps.partition_point(|gap| usize::from(gap.range.end()) <= start);
        let mut cursor = Self { source, at: start, end, gaps: &gaps[passed..] };
        cursor.settle();
        cursor
    }

    /// Offset of the next character; after the last one the end or a gap at it.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// Offset after the last character.
    pub(crate) fn end(&self) -> usize {
        self.end
    }

    /// The same place with an earlier end.
    pub(crate) fn until(mut self, end: usize) -> Self {
        self.end = end;
        self
    }

    /// The characters from a later `start` on.
    pub(crate) fn from(self, start: usize) -> Self {
        Self::new(self.source, start, self.end, self.gaps)
    }

    /// Whether a gap lies between this place and `end`.
    pub(crate) fn has_gap_before(&self, end: usize) -> bool {
        self.gaps.first().is_some_and(|gap| usize::from(gap.range.start()) < end)
    }

    /// The next byte, left in place.
    pub(crate) fn peek_byte(&self) -> Option<u8> {
        if self.at < self.end { self.source.as_bytes().get(self.at).copied() } else { None }
    }

    /// Steps over all bytes for which `test` holds and gives the offset after the last of them (or the current
    /// one). `test` must not part the bytes of a character.
    pub(crate) fn skip_bytes(&mut self, test: impl Fn(u8) -> bool) -> usize {
        let bytes = self.source.as_bytes();
        let mut last = self.at;
        loop {
            let border = self.gaps.first().map_or(self.end, |gap| usize::from(gap.range.start()).min(self.end));
            let from = self.at;
            while self.at < border && test(bytes[self.at]) {
                self.at += 1;
            }
            if self.at > from {
                last = self.at;
            }
            if self.at < border || self.at >= self.end {
                return last;
            }
            self.settle();
        }
    }

    /// Steps over white space of any kind.
    pub(crate) fn skip_white_space(&mut self) {
        while self.peek().is_some_and(|next| next.ch.is_whitespace()) {
            self.bump();
        }
    }

    /// The text up to the end without the gaps.
    pub(crate) fn joined(mut self) -> String {
        let mut text = String::with_capacity(self.end.saturating_sub(self.at));
        while let Some(next) = self.bump() {
            text.push(next.ch);
        }
        text
    }

    fn settle(&mut self) {
        while let [gap, rest @ ..] = self.gaps
            && usize::from(gap.range.start()) <= self.at
        {
            self.at = self.at.max(usize::from(gap.range.end()));
            self.gaps = rest;
        }
    }
}

impl Chars for Cursor<'_> {
    fn peek(&self) -> Option<Char> {
        let byte = self.peek_byte()?;
        let ch = if byte.is_ascii() { char::from(byte) } else { self.source.get(self.at..)?.chars().next()? };
        Some(Char { ch, start: self.at, end: self.at + ch.len_utf8() })
    }

    fn bump(&mut self) -> Option<Char> {
        let next = self.peek()?;
        self.at = next.end;
        self.settle();
        Some(next)
    }
}

/// Characters that were read before, as those of a word whose quotes are taken off.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Decoded<'a>(pub(crate) &'a [Char]);

impl Chars for Decoded<'_> {
    fn peek(&self) -> Option<Char> {
        self.0.first().copied()
    }

    fn bump(&mut self) -> Option<Char> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }
}
