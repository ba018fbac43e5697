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
    if let Some(masked) = &mut masked {
        run_comment_on(masked);
    }
    match masked.map(String::from_utf8) {
        Some(Ok(masked)) => Cow::Owned(masked),
        _ => Cow::Borrowed(text),
    }
}

/// Makes blanks of the continuations in a comment behind a command: BuildKit joins the lines before the shell sees
/// them, so that the comment goes on to the end, while a shell would end it with its line.
fn run_comment_on(bytes: &mut [u8]) {
    let mut quote = None;
    let mut starts_word = true;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match (byte, quote) {
            (b'\\', None | Some(b'"')) => {
                // A continuation parts no words.
                starts_word &= bytes.get(at + 1) == Some(&b'\n');
                at += 2;
                continue;
            }
            (b'\n', None) => return,
            (b'#', None) if starts_word => {
                while let Some(next) = memchr::memmem::find(&bytes[at..], b"\\\n") {
                    at += next;
                    bytes[at..at + 2].fill(b' ');
                }
                return;
            }
            (b'"' | b'\'', None) => quote = Some(byte),
            (_, Some(open)) if byte == open => quote = None,
            _ => {}
        }
        starts_word = quote.is_none() && matches!(byte, b' ' | b'\t' | b';' | b'&' | b'|' | b'(');
        at += 1;
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
