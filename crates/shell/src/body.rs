//! The text that the words of one script point into.
//!
//! Invariant: byte `n` of the text stands for byte `base + n` of the file, always. Whatever must be hidden from
//! the shell parser is overwritten by filler of the same length, never cut out.

use std::ops::Range;
use std::sync::Arc;

use plimsoll_text::{TextRange, TextSize};

/// Stands for "no character here": left by [`crate::inner`] where the outer shell takes a backslash away.
pub(crate) const NOTHING: u8 = 1;

/// Overwrites templates: an ordinary letter to every shell parser.
const FILLER: u8 = b'_';

/// A script's text, its place in the file, and the holes in it.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) text: Box<str>,
    pub(crate) base: TextSize,
    /// Ranges of `text`, sorted and disjoint, whose real text is unknown: template placeholders and, in the
    /// argument of `sh -c`, substitutions of the outer shell.
    pub(crate) holes: Vec<Range<usize>>,
}

impl Body {
    /// Takes the text of a script, with carriage returns before line ends and template placeholders overwritten.
    pub(crate) fn new(text: &str, base: TextSize) -> Arc<Self> {
        Self::with_holes(text, base, Vec::new())
    }

    /// As [`Body::new`], for a text in which `holes` have been overwritten already.
    pub(crate) fn with_holes(text: &str, base: TextSize, mut holes: Vec<Range<usize>>) -> Arc<Self> {
        let found = templates(text);
        let text = if found.is_empty() && !text.contains('\r') {
            Box::from(text)
        } else {
            let mut bytes = text.as_bytes().to_vec();
            found.iter().for_each(|hole| fill(&mut bytes, hole));
            blank_carriage_returns(&mut bytes);
            String::from_utf8(bytes).map_or_else(|_| Box::from(text), String::into_boxed_str)
        };
        if !found.is_empty() {
            holes.extend(found);
            holes.sort_by_key(|hole| hole.start);
        }
        Arc::new(Self { text, base, holes })
    }

    /// The file range of `start..end` of the text; past 4 GiB it is cut.
    pub(crate) fn range(&self, start: usize, end: usize) -> TextRange {
        let range = plimsoll_text::range(start, end);
        range.checked_add(self.base).unwrap_or_else(|| TextRange::empty(self.base))
    }

    /// The nearest character border at or before an offset.
    pub(crate) fn floor(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// Whether a file range lies within the text and on character borders.
    pub(crate) fn holds(&self, range: TextRange) -> bool {
        let (start, end) = (range.start().checked_sub(self.base), range.end().checked_sub(self.base));
        start.zip(end).is_some_and(|(start, end)| self.text.get(usize::from(start)..usize::from(end)).is_some())
    }

    pub(crate) fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or("")
    }

    /// The end of a word without the continuations that it is glued to: `word` of `word\⏎`.
    pub(crate) fn trim(&self, start: usize, end: usize) -> usize {
        let mut end = end;
        loop {
            let text = self.slice(start, end);
            // The backslash of an escaped character that is no part of the word.
            if text.len() > 1 && text.as_bytes().last() == Some(&NOTHING) {
                end -= 1;
                continue;
            }
            let Some(rest) = text.strip_suffix("\\\n") else { break };
            let backslashes = rest.bytes().rev().take_while(|byte| *byte == b'\\').count();
            if backslashes % 2 == 1 {
                break;
            }
            end -= 2;
        }
        end
    }

    /// The hole that covers the byte `at`.
    pub(crate) fn hole_at(&self, at: usize) -> Option<&Range<usize>> {
        if self.holes.is_empty() {
            return None;
        }
        let next = self.holes.partition_point(|hole| hole.end <= at);
        self.holes.get(next).filter(|hole| hole.start <= at)
    }
}

/// Overwrites a range so that a shell parser sees one word made of letters.
pub(crate) fn fill(bytes: &mut [u8], hole: &Range<usize>) {
    if let Some(bytes) = bytes.get_mut(hole.clone()) {
        bytes.fill(FILLER);
    }
}

/// Finds `{{ … }}`, `{% … %}`, `<% … %>` within a line, and `@NAME@`.
fn templates(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(skipped) = bytes.get(at..).and_then(|rest| rest.iter().position(|b| matches!(b, b'{' | b'<' | b'@')))
    {
        at += skipped;
        let rest = &bytes[at..];
        let close: &[u8] = match rest {
            [b'{', b'{', ..] => b"}}",
            [b'{', b'%', ..] => b"%}",
            [b'<', b'%', ..] => b"%>",
            [b'@', ..] => {
                let name = rest[1..].iter().take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || **b == b'_');
                let end = at + 1 + name.count();
                if end > at + 1 && bytes.get(end) == Some(&b'@') {
                    found.push(at..end + 1);
                    at = end;
                }
                at += 1;
                continue;
            }
            _ => {
                at += 1;
                continue;
            }
        };
        let line = rest.iter().position(|b| *b == b'\n').map_or(rest, |end| &rest[..end]);
        match line.get(2..).and_then(|inner| inner.windows(2).position(|pair| pair == close)) {
            Some(length) => {
                let mut end = at + 2 + length + 2;
                // `{{{ raw }}}` closes with three braces.
                while close == b"}}" && bytes.get(end) == Some(&b'}') {
                    end += 1;
                }
                // `${{ … }}` of workflow files.
                let start = if at > 0 && bytes[at - 1] == b'$' { at - 1 } else { at };
                found.push(start..end);
                at = end;
            }
            // Without its end on the line nothing later on the line can be one of this kind.
            None => at += line.len().max(1),
        }
    }
    found
}

/// `\r\n` becomes blank and `\n`; a continuation `\` `\r` `\n` becomes blank, `\`, `\n`, so that it stays one.
fn blank_carriage_returns(bytes: &mut [u8]) {
    for at in 0..bytes.len() {
        if bytes[at] != b'\r' || !matches!(bytes.get(at + 1), None | Some(b'\n')) {
            continue;
        }
        let backslashes = bytes[..at].iter().rev().take_while(|b| **b == b'\\').count();
        bytes[at] = b' ';
        if backslashes % 2 == 1 {
            bytes.swap(at - 1, at);
        }
    }
}
