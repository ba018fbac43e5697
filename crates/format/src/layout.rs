//! Blank lines, blanks at line ends, the end of the file.
//!
//! Invariant: lines before the first instruction keep their number, since only the top of a file may hold parser
//! directives.

use plimsoll_dockerfile::{Dockerfile, Item, ItemKind, Keyword};
use plimsoll_text::{Edit, TextRange, TextSize, lines, range, size, slice};

/// An empty line before the FROM at `at` or the comments above it, when another instruction stands right before.
pub(crate) fn before_stage(source: &str, syntax: &Dockerfile, at: usize) -> Option<Edit> {
    let keyword = |item: &Item| match &item.kind {
        ItemKind::Instruction(it) => Some(it.keyword),
        _ => None,
    };
    let has_stage = syntax.items[..at].iter().any(|item| keyword(item) == Some(Keyword::From));
    if keyword(&syntax.items[at]) != Some(Keyword::From) || !has_stage {
        return None;
    }
    let comments = syntax.items[..at].iter().rev().take_while(|item| matches!(item.kind, ItemKind::Comment(_))).count();
    let first = at - comments;
    let before = syntax.items.get(first.checked_sub(1)?)?;
    // A line that only continues the one before it takes an empty line in, too.
    let is_instruction = matches!(before.kind, ItemKind::Instruction(_)) && slice(source, before.range).ends_with('\n');
    is_instruction.then(|| Edit::insert(syntax.items[first].range.start(), line_end(source)))
}

/// The blank lines of the item at `at`: one between instructions, none at the end of the file.
pub(crate) fn blank(source: &str, syntax: &Dockerfile, at: usize, edits: &mut Vec<Edit>) {
    let item = &syntax.items[at];
    let text = slice(source, item.range);
    if text.starts_with('\u{feff}') {
        return;
    }
    let is_instruction = |item: &Item| matches!(item.kind, ItemKind::Instruction(_));
    let is_last = at + 1 == syntax.items.len();
    if is_last && at > 0 {
        edits.push(Edit::delete(item.range));
        return;
    }
    if syntax.items[..at].iter().any(is_instruction) {
        let wanted = line_end(source);
        if text != wanted {
            edits.push(Edit::replace(item.range, wanted));
        }
    } else {
        ends(source, item.range, edits);
    }
}

/// Takes blanks off the ends of the lines in `place`, and off the start of a comment.
pub(crate) fn ends(source: &str, place: TextRange, edits: &mut Vec<Edit>) {
    for line in lines(slice(source, place)) {
        let start = place.start() + size(line.start);
        let kept = line.text.trim_end_matches([' ', '\t']);
        let lead = kept.len() - kept.trim_start_matches([' ', '\t']).len();
        if lead > 0 {
            edits.push(Edit::delete(TextRange::at(start, size(lead))));
        }
        if kept.len() < line.text.len() {
            edits.push(Edit::delete(TextRange::new(start + size(kept.len()), start + size(line.text.len()))));
        }
    }
}

/// A line end at the end of the file, unless that would become part of something.
pub(crate) fn end_of_file(source: &str, syntax: &Dockerfile) -> Option<Edit> {
    let last = syntax.items.last()?;
    let is_whole = match &last.kind {
        ItemKind::Instruction(it) => {
            let is_open = it.heredocs.iter().any(|heredoc| heredoc.end.is_none());
            !is_open && !source.trim_end().ends_with(syntax.escape) && crate::is_touchable(source, syntax, last)
        }
        ItemKind::Blank => false,
        _ => true,
    };
    let lacks = !source.ends_with('\n') && !source.ends_with('\r');
    (is_whole && lacks).then(|| Edit::insert(size(source.len()), line_end(source)))
}

/// The line end that the file uses.
pub(crate) fn line_end(source: &str) -> &'static str {
    let first = lines(source).next().map_or("", |line| line.end);
    if first == "\r\n" { "\r\n" } else { "\n" }
}

/// From `start` to `end`, when there is something to replace by `text`.
pub(crate) fn replace(source: &str, start: TextSize, end: TextSize, text: &str) -> Option<Edit> {
    let place = range(start.into(), end.into());
    (slice(source, place) != text).then(|| Edit::replace(place, text))
}
