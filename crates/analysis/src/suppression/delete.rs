//! What to delete with an ignore comment.
//!
//! Invariant: the range holds nothing but the comment and blanks around it.

use plimsoll_text::{TextRange, TextSize, size};

/// The comment's line, when nothing else stands on it; else the comment with the blanks before it.
pub(crate) fn whole_comment(source: &str, comment: TextRange) -> TextRange {
    let before = &source[..usize::from(comment.start())];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let rest = &source[usize::from(comment.end())..];
    let line_end = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
    let on_line = before[line_start..].trim_start_matches('\u{feff}');
    if on_line.trim().is_empty() && (line_end > 0 || rest.is_empty()) {
        return TextRange::new(comment.start() - TextSize::of(on_line), comment.end() + size(line_end));
    }
    let kept = before[line_start..].trim_end_matches([' ', '\t']).len();
    TextRange::new(size(line_start + kept), comment.end())
}
