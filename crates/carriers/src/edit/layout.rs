//! Lines of a carrier, for edits that take or add whole ones.
//!
//! Invariant: a line with a comment is never deleted.

use plimsoll_text::{TextRange, range};

/// Where the line of `at` begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |found| found + 1)
}

/// Where the line of `at` ends, without its line end.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |found| at + found);
    if text[..end].ends_with('\r') && end > at { end - 1 } else { end }
}

/// The lines from the one of `start` to that of `end` with their line ends, if nothing else stands on them but `before`
/// and `behind` the range, and no comment.
pub(super) fn whole_lines(text: &str, place: TextRange, before: &str, behind: &[&str]) -> Option<TextRange> {
    let (start, end) = (usize::from(place.start()), usize::from(place.end()));
    let (first, last) = (line_start(text, start), line_end(text, end));
    let is_alone = text[first..start].trim() == before && behind.contains(&text[end..last].trim());
    let has_comment = text[first..last].lines().any(|line| {
        let starts_one = |(at, _): (usize, &str)| line[..at].chars().next_back().is_none_or(char::is_whitespace);
        line.match_indices('#').any(starts_one)
            || line.contains("/*")
            || line.contains("*/")
            || line.match_indices("//").any(|(at, _)| !line[..at].ends_with(':'))
    });
    if !is_alone || has_comment {
        return None;
    }
    let next = text[last..].find('\n').map_or(text.len(), |found| last + found + 1);
    // The last line goes with the line end before it.
    let is_last = next == text.len() && !text.ends_with('\n');
    Some(if is_last { range(first.saturating_sub(1), next) } else { range(first, next) })
}

/// `"\r\n"` or `"\n"`, as the text has it.
pub(super) fn new_line(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}
