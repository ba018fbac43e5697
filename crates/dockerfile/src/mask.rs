//! Text for other parsers in which everything keeps its place.
//!
//! Invariant: masked text has the byte length of the range it stands for, so offset n of the one is offset n of
//! the other; bytes outside gaps are unchanged.
//!
//! Example: in `RUN a \⏎# why⏎ && b` the comment line becomes blanks, line end included, and the shell sees
//! `a \⏎       && b`.

use crate::ast::{GapKind, Heredoc, Instruction};
use plimsoll_text::{TextRange, slice};
use std::borrow::Cow;

/// The text of `range` in `instruction` as a shell may read it: comment lines and empty lines between continued
/// lines are blanks, a continuation is blanks and then `\` directly before the line end, whatever the escape
/// character of the file is. Cannot fail.
#[must_use]
pub fn shell_text<'s>(source: &'s str, instruction: &Instruction, range: TextRange) -> Cow<'s, str> {
    let text = slice(source, range);
    let mut masked: Option<Vec<u8>> = None;
    for gap in &instruction.gaps {
        let Some(part) = gap.range.intersect(range).filter(|part| !part.is_empty()) else { continue };
        let bytes = masked.get_or_insert_with(|| text.as_bytes().to_vec());
        let start = usize::from(part.start() - range.start());
        let end = usize::from(part.end() - range.start());
        let gap_bytes = &mut bytes[start..end];
        gap_bytes.fill(b' ');
        if gap.kind == GapKind::Continuation && gap_bytes.len() >= 2 {
            let last = gap_bytes.len() - 1;
            gap_bytes[last - 1] = b'\\';
            gap_bytes[last] = b'\n';
        }
    }
    match masked.map(String::from_utf8) {
        Some(Ok(masked)) => Cow::Owned(masked),
        _ => Cow::Borrowed(text),
    }
}

/// The body of a heredoc as its reader gets it: with `<<-`, leading tabs are blanks. Cannot fail.
#[must_use]
pub fn heredoc_text<'s>(source: &'s str, heredoc: &Heredoc) -> Cow<'s, str> {
    let text = slice(source, heredoc.body);
    if !heredoc.strips_tabs || !text.contains('\t') {
        return Cow::Borrowed(text);
    }
    let mut masked = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let rest = line.trim_start_matches('\t');
        masked.extend(std::iter::repeat_n(' ', line.len() - rest.len()));
        masked.push_str(rest);
    }
    Cow::Owned(masked)
}
