//! The program that a health check runs first.
//!
//! Invariant: only a literal word at the start of a command counts.

use plimsoll_json::Node;
use std::borrow::Cow;

/// The first program of a health check.
pub(super) struct Probe<'a> {
    /// Its name, without folders.
    pub(super) name: String,
    /// The string that holds it.
    pub(super) node: Node<'a>,
    /// Its bytes in the text of that string.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether a shell runs it.
    pub(super) in_shell: bool,
}

/// The program that the words of a health check run first.
pub(super) fn probe<'a>(words: &[(Node<'a>, Option<Cow<'a, str>>)]) -> Option<Probe<'a>> {
    let in_shell = match words.first()?.1.as_deref()? {
        "CMD" => false,
        "CMD-SHELL" => true,
        _ => return None,
    };
    let (node, text) = words.get(1)?;
    let text = text.as_deref()?;
    let start = text.len() - text.trim_start().len();
    let rest = &text[start..];
    let end = if in_shell {
        rest.find(|c: char| c.is_whitespace() || ";|&".contains(c)).unwrap_or(rest.len())
    } else {
        rest.len()
    };
    let word = &rest[..end];
    let name = word.rsplit('/').next().unwrap_or(word).to_owned();
    Some(Probe { name, node: *node, start, end: start + end, in_shell })
}
