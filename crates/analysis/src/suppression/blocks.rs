//! Ignore comments in YAML and Terraform, where indentation shows what belongs together.
//!
//! Invariant: a comment never covers less than the line that it stands before or in.

use super::comment::{self, Parsed};
use super::scope::suppression;
use super::{Scope, Suppression, Tool};
use crate::{FileKind, SourceFile};
use plimsoll_text::{Line, TextRange, TextSize, lines, range};

/// The ignore comments of a carrier in order of place: on a line of their own for what starts on the next line, at the
/// end of a line for what starts there. One of checkov covers what it stands in.
pub(crate) fn in_carrier(file: &SourceFile) -> Vec<Suppression> {
    let text = &*file.text;
    if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
        return Vec::new();
    }
    let has_slashes = file.kind == FileKind::Terraform;
    let all: Vec<Line<'_>> = lines(text).collect();
    let mut found = Vec::new();
    for (index, line) in all.iter().enumerate() {
        let Some((place, parsed, is_alone)) = read(line, has_slashes) else { continue };
        let covers = match (parsed.tool, parsed.scope) {
            (Tool::Checkov, _) => enclosing(&all, index).map(|first| block(&all, first)),
            (_, Scope::File | Scope::Stage) => None,
            (_, Scope::Instruction) if is_alone => {
                let next = (index + 1..all.len()).find(|next| !is_idle(all[*next].text, has_slashes));
                Some(next.map_or(place, |next| block(&all, next)))
            }
            (_, Scope::Instruction) => Some(block(&all, index)),
        };
        found.push(suppression(place, parsed, covers));
    }
    found
}

/// The comment on a line, and whether nothing else stands there.
fn read(line: &Line<'_>, has_slashes: bool) -> Option<(TextRange, Parsed, bool)> {
    let mut marks: Vec<usize> = line.text.match_indices('#').map(|(at, _)| at).collect();
    if has_slashes {
        marks.extend(line.text.match_indices("//").map(|(at, _)| at + 1));
    }
    marks.into_iter().find_map(|at| {
        // The reader of comments knows one mark.
        let comment =
            if line.text[at..].starts_with('/') { format!("#{}", &line.text[at + 1..]) } else { String::new() };
        let comment = if comment.is_empty() { &line.text[at..] } else { &comment };
        let start = line.start + at;
        let parsed = comment::parse(comment, TextSize::try_from(start).ok()?)?;
        let before = line.text[..at].trim_end_matches('/');
        let is_told = matches!(parsed.tool, Tool::Plimsoll | Tool::Checkov | Tool::Trivy);
        let is_comment = before.is_empty() || before.ends_with([' ', '\t']);
        let place = range(start, line.start + line.text.trim_end().len());
        (is_told && is_comment).then(|| (place, parsed, before.trim().is_empty()))
    })
}

/// Nothing but a comment or blanks.
fn is_idle(line: &str, has_slashes: bool) -> bool {
    let line = line.trim_start();
    line.is_empty() || line.starts_with('#') || (has_slashes && line.starts_with("//"))
}

/// From the start of a line to the end of what is indented below it, its closing bracket included.
fn block(all: &[Line<'_>], first: usize) -> TextRange {
    let depth = indent(all[first].text);
    let opener = all[first].text.trim();
    let mut last = first;
    for (index, line) in all.iter().enumerate().skip(first + 1) {
        let text = line.text.trim();
        if text.is_empty() {
            continue;
        }
        let is_closer = indent(line.text) == depth && text.starts_with(['}', ']', ')']);
        // A list may stand below its key without indentation.
        let is_item =
            indent(line.text) == depth && text.starts_with('-') && opener.ends_with(':') && !opener.starts_with('-');
        if indent(line.text) <= depth && !is_closer && !is_item {
            break;
        }
        last = index;
        if is_closer {
            break;
        }
    }
    range(all[first].start, all[last].start + all[last].text.len())
}

/// The line that opens what the comment stands in; `None` at the top.
fn enclosing(all: &[Line<'_>], comment: usize) -> Option<usize> {
    let depth = indent(all[comment].text);
    (0..comment).rev().find(|index| !all[*index].text.trim().is_empty() && indent(all[*index].text) < depth)
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}
