//! Blank lines, blanks at line ends, the end of the file.
//!
//! Invariant: lines before the first instruction keep their number, since only the top of a file may hold parser
//! directives.

use crate::changes::{Aspect, Changes};
use plimsoll_dockerfile::{Directive, Dockerfile, Item, ItemKind, Keyword};
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
pub(crate) fn blank(source: &str, syntax: &Dockerfile, at: usize, edits: &mut Changes) {
    let item = &syntax.items[at];
    let text = slice(source, item.range);
    if text.starts_with('\u{feff}') {
        return;
    }
    let is_instruction = |item: &Item| matches!(item.kind, ItemKind::Instruction(_));
    let is_last = at + 1 == syntax.items.len();
    if is_last && at > 0 {
        edits.add(Aspect::BlankLines, Some(Edit::delete(item.range)));
        return;
    }
    if syntax.items[..at].iter().any(is_instruction) {
        let wanted = line_end(source);
        if text != wanted {
            let aspect = if lines(text).count() > 1 { Aspect::BlankLines } else { Aspect::LineEnds };
            edits.add(aspect, Some(Edit::replace(item.range, wanted)));
        }
    } else {
        ends(source, item.range, edits);
    }
}

/// Writes the name of a directive in small letters.
pub(crate) fn directive(source: &str, it: &Directive, edits: &mut Changes) {
    let name = slice(source, it.name).to_ascii_lowercase();
    edits.add(Aspect::DirectiveCasing, replace(source, it.name.start(), it.name.end(), &name));
}

/// Takes blanks off the ends of the lines in `place`, and off the start of a comment.
pub(crate) fn ends(source: &str, place: TextRange, edits: &mut Changes) {
    for line in lines(slice(source, place)) {
        let start = place.start() + size(line.start);
        let kept = line.text.trim_end_matches([' ', '\t']);
        let lead = kept.len() - kept.trim_start_matches([' ', '\t']).len();
        if lead > 0 {
            edits.add(Aspect::Indentation, Some(Edit::delete(TextRange::at(start, size(lead)))));
        }
        if kept.len() < line.text.len() {
            let blanks = TextRange::new(start + size(kept.len()), start + size(line.text.len()));
            edits.add(Aspect::LineEnds, Some(Edit::delete(blanks)));
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
