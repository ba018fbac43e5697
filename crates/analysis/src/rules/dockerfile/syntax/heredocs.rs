//! Heredocs that do not end where they seem to.
//!
//! Invariant: only a heredoc without an end is looked at, so a line that is part of a body is never called its end.

use crate::DockerfileCx;
use plimsoll_dockerfile::Heredoc;
use plimsoll_text::{TextRange, lines, size, slice};

/// The first line of a `<<-` heredoc without end that would end it if it were not indented with blanks: the delimiter
/// without them.
pub(super) fn indented_end(cx: &DockerfileCx<'_>, heredoc: &Heredoc) -> Option<TextRange> {
    let is_end = |text: &str, name: &str| text.trim_start_matches([' ', '\t']) == name;
    near_end(cx, heredoc, is_end).filter(|_| heredoc.strips_tabs)
}

/// The first line of a heredoc without end for which `is_end` holds, blanks around it left out.
pub(super) fn near_end(
    cx: &DockerfileCx<'_>,
    heredoc: &Heredoc,
    is_end: impl Fn(&str, &str) -> bool,
) -> Option<TextRange> {
    let name = slice(cx.source(), heredoc.delimiter);
    if heredoc.end.is_some() || name.is_empty() {
        return None;
    }
    let body = heredoc.body;
    let line = lines(slice(cx.source(), body)).find(|line| is_end(line.text, name))?;
    let text = line.text.trim_start();
    let start = body.start() + size(line.start + line.text.len() - text.len());
    Some(TextRange::at(start, size(text.trim_end().len())))
}
