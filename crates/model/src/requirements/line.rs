//! One logical line of a requirements file, told apart by its first word.
//!
//! Invariant: a line whose option is not known is [`LineKind::Other`].

use super::requirement::requirement;
use super::{Line, LineKind};
use plimsoll_text::range;

/// Options that a file may give, short names behind the long ones.
/// Source: pip documentation, "Requirements File Format", 2026-11.
const OPTIONS: [(&str, &str); 12] = [
    ("--index-url", "-i"),
    ("--extra-index-url", ""),
    ("--no-index", ""),
    ("--find-links", "-f"),
    ("--no-binary", ""),
    ("--only-binary", ""),
    ("--prefer-binary", ""),
    ("--require-hashes", ""),
    ("--pre", ""),
    ("--trusted-host", ""),
    ("--use-feature", ""),
    ("--editable", "-e"),
];

pub(super) fn logical_line(text: &str, from: usize, to: usize) -> Option<Line<'_>> {
    let whole = &text[from..to];
    let whole = whole.strip_prefix('\u{feff}').unwrap_or(whole);
    let end = comment_start(whole);
    let body = whole[..end].trim_end_matches([' ', '\t', '\\', '\r', '\n']);
    let blanks = body.len() - body.trim_start().len();
    let body = body.trim_start();
    if body.is_empty() {
        return None;
    }
    let start = to - whole.len() + blanks;
    let kind = include(body).or_else(|| option(body)).or_else(|| requirement(body, start).map(LineKind::Requirement));
    Some(Line { range: range(start, start + body.len()), kind: kind.unwrap_or(LineKind::Other) })
}

/// A `#` starts a comment at the start of the line or behind a blank.
fn comment_start(line: &str) -> usize {
    let bytes = line.as_bytes();
    (0..bytes.len())
        .find(|at| bytes[*at] == b'#' && (*at == 0 || bytes[at - 1].is_ascii_whitespace()))
        .unwrap_or(line.len())
}

fn include(body: &str) -> Option<LineKind<'_>> {
    for (option, constraint) in [("--requirement", false), ("-r", false), ("--constraint", true), ("-c", true)] {
        let Some(path) = value(body, option) else { continue };
        if !path.is_empty() {
            return Some(LineKind::Include { path, constraint });
        }
    }
    None
}

fn option(body: &str) -> Option<LineKind<'_>> {
    OPTIONS.iter().find_map(|(long, short)| {
        let value = value(body, long).or_else(|| if short.is_empty() { None } else { value(body, short) })?;
        Some(LineKind::Option { name: long, value })
    })
}

/// What `body` gives to `option`; a long option stands apart from its value, a short one need not.
fn value<'t>(body: &'t str, option: &str) -> Option<&'t str> {
    let rest = body.strip_prefix(option)?;
    let value = rest.trim_start_matches(['=', ' ', '\t']).trim();
    (option.len() == 2 || rest.len() > value.len() || rest.is_empty()).then_some(value)
}
