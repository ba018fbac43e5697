//! The word that a cursor stands in, when quotes are missing or belong to somebody else.
//!
//! Invariant: a word is on one line and holds the cursor.

use plimsoll_json::{Token, TokenKind};
use plimsoll_text::{TextRange, TextSize, slice};

/// The word that holds the cursor; empty between words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ecs) struct Word {
    /// Its characters, quotes included where they are its own.
    pub(in crate::ecs) range: TextRange,
    /// Whether it starts with a quote.
    pub(in crate::ecs) is_quoted: bool,
}

/// Whether typing behind the token makes it longer.
pub(super) fn grows(text: &str, token: Token) -> bool {
    use TokenKind::{Bool, LineComment, Null, Number, Placeholder, String, Text};
    match token.kind {
        String => is_open(slice(text, token.range)),
        Text | Number | Bool | Null | LineComment | Placeholder => true,
        _ => false,
    }
}

/// The part of a string that belongs to the cursor: up to its closing quote, unless that seems to open the string
/// behind it.
pub(super) fn word_of(text: &str, token: Token, offset: TextSize) -> Word {
    let source = slice(text, token.range);
    let behind = text[usize::from(token.range.end())..].chars().next();
    let is_torn = is_open(source) || behind.is_some_and(|next| next.is_alphanumeric() || next == '_');
    if !is_torn {
        return Word { range: token.range, is_quoted: true };
    }
    let cursor = usize::from(offset - token.range.start());
    let is_word = |c: char| c.is_alphanumeric() || "-_./:@+=$".contains(c);
    let rest = source[cursor..].find(|c| !is_word(c)).map_or(source.len(), |at| cursor + at);
    Word { range: TextRange::at(token.range.start(), plimsoll_text::size(rest)), is_quoted: true }
}

/// Whether a string token lacks its closing quote.
fn is_open(source: &str) -> bool {
    let quote = source.chars().next().unwrap_or('"');
    let Some(content) = source.get(1..).and_then(|rest| rest.strip_suffix(quote)) else { return true };
    content.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}
