//! Where the text of a scalar is written to the letter.
//!
//! Invariant: the answer is either a place at which the text stands, or none; the parser's own end of a scalar is
//! not used, since it may reach into a comment.

use plimsoll_text::{TextRange, TextSize, range};

/// Finds `value` at the start of `source[start..]`, behind its tag and anchor.
pub(crate) fn content(source: &str, start: TextSize, value: &str, quote: Option<char>) -> Option<TextRange> {
    let mut at = usize::from(start);
    loop {
        let rest = source.get(at..)?;
        let blanks = rest.len() - rest.trim_start().len();
        at += blanks;
        let rest = &rest[blanks..];
        if !rest.starts_with(['&', '!']) {
            break;
        }
        at += rest.find(char::is_whitespace)?;
    }
    let rest = &source[at..];
    let (opening, rest) = match quote {
        Some(quote) => (quote.len_utf8(), rest.strip_prefix(quote)?),
        None => (0, rest),
    };
    let behind = rest.strip_prefix(value)?;
    let closed = quote.is_none_or(|quote| behind.starts_with(quote) && !behind[1..].starts_with(quote));
    let found = range(at + opening, at + opening + value.len());
    closed.then_some(found)
}
