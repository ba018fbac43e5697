//! The words of EXPOSE.

use plimsoll_dockerfile::{Instruction, Word};
use plimsoll_text::{Edit, TextRange, slice};

/// `8000-8010/tcp`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Port<'a> {
    /// The first port.
    pub(super) first: u16,
    /// The last port; the first one again for a single port.
    pub(super) last: u16,
    /// The protocol as written; `tcp` when there is none.
    pub(super) protocol: &'a str,
}

impl<'a> Port<'a> {
    /// Reads a word; `None` for one with a host part, and for what is no port.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        let (ports, protocol) = text.split_once('/').unwrap_or((text, "tcp"));
        let (first, last) = ports.split_once('-').unwrap_or((ports, ports));
        let (first, last) = (first.parse().ok()?, last.parse().ok()?);
        (first <= last).then_some(Self { first, last, protocol })
    }
}

/// Deletes a word of EXPOSE with the blanks in front of it; `None` for the only word.
pub(super) fn delete_word(source: &str, instruction: &Instruction, words: &[Word], at: usize) -> Option<Edit> {
    let word = words.get(at).filter(|_| words.len() > 1)?;
    let range = match at.checked_sub(1).and_then(|before| words.get(before)) {
        Some(before) => TextRange::new(before.range.end(), word.range.end()),
        None => TextRange::new(word.range.start(), words.get(1)?.range.start()),
    };
    // A comment between the words would go with them.
    let keeps =
        instruction.comments.iter().all(|comment| comment.range.intersect(range).is_none_or(TextRange::is_empty));
    (keeps && !slice(source, range).contains('#')).then(|| Edit::delete(range))
}
