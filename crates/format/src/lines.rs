//! The lines of one instruction: how far they are indented, and what stands before a continuation mark.
//!
//! Invariant: a line that begins inside quotes or inside a word keeps its blanks. The others move together, so what
//! was indented deeper stays deeper.

use crate::FormatOptions;
use crate::changes::{Aspect, Changes};
use crate::layout::replace;
use plimsoll_dockerfile::{GapKind, Instruction};
use plimsoll_text::{TextRange, lines, range, size, slice};

/// A tab counts as this many blanks.
const TAB: usize = 4;

/// A physical line of the instruction behind its first one.
struct Line {
    start: usize,
    /// Offset of its first character that is no blank.
    first: usize,
    /// Whether it may be indented.
    is_free: bool,
    is_comment: bool,
}

/// Edits the lines of `it` up to `end`; `free` says for each byte from `base` on whether blanks there only part words.
pub(crate) fn format(
    source: &str,
    it: &Instruction,
    end: usize,
    base: usize,
    free: &[bool],
    options: &FormatOptions,
    edits: &mut Changes,
) {
    let is_free = |at: usize| at < base || free.get(at - base).copied().unwrap_or(true);
    let start = usize::from(it.range.start());
    let text = slice(source, range(start, end));
    let mut rows: Vec<Line> = Vec::new();
    let mut before_is_blank = true;
    for line in lines(text) {
        let at = start + line.start;
        let kept = line.text.trim_end_matches([' ', '\t']);
        let mark = continuation(it, at, at + line.text.len());
        let is_comment =
            it.comments.iter().any(|comment| (at..at + line.text.len()).contains(&usize::from(comment.range.start())));
        let first = at + (kept.len() - kept.trim_start_matches([' ', '\t']).len());
        if line.start > 0 && !kept.is_empty() {
            let has_blanks = first > at || before_is_blank;
            rows.push(Line { start: at, first, is_free: is_comment || (has_blanks && is_free(at)), is_comment });
        }
        if is_comment || kept.is_empty() {
            trim(source, at + kept.len(), at + line.text.len(), edits);
        }
        if let Some(mark) = mark {
            let body = slice(source, range(at, mark));
            let body_end = at + body.trim_end_matches([' ', '\t']).len();
            // A line with nothing but the mark parts words when the one before it does.
            before_is_blank = body_end < mark || (body.is_empty() && before_is_blank);
            if body_end < mark && body_end > at && is_free(body_end) {
                edits.add(Aspect::Spaces, replace(source, size(body_end), size(mark), " "));
            }
            trim(source, mark + 1, at + line.text.len(), edits);
        } else if !is_comment && !kept.is_empty() && is_free(at + kept.len()) {
            trim(source, at + kept.len(), at + line.text.len(), edits);
        }
    }
    indent(source, &rows, options, edits);
}

fn indent(source: &str, rows: &[Line], options: &FormatOptions, edits: &mut Changes) {
    let width = |line: &Line| {
        let blanks = slice(source, range(line.start, line.first));
        blanks.chars().map(|ch| if ch == '\t' { TAB } else { 1 }).sum::<usize>()
    };
    let least = rows.iter().filter(|line| line.is_free && !line.is_comment).map(width).min();
    let least = least.or_else(|| rows.iter().filter(|line| line.is_free).map(width).min()).unwrap_or(0);
    let depth = |line: &Line| width(line).saturating_sub(least);
    // Levels of two blanks, or of the three that `&& ` takes, become levels of the usual width.
    let step = rows.iter().filter(|line| line.is_free).map(depth).fold(0, divisor);
    let (step, level) = if matches!(step, 2 | 3) { (step, options.indent) } else { (1, 1) };
    for line in rows.iter().filter(|line| line.is_free) {
        let wanted = options.indent + depth(line) / step * level;
        edits.add(Aspect::Indentation, replace(source, size(line.start), size(line.first), &" ".repeat(wanted)));
    }
}

/// The greatest number that divides both.
fn divisor(left: usize, right: usize) -> usize {
    if right == 0 { left } else { divisor(right, left % right) }
}

/// Offset of the mark that continues the line from `start` to `end`.
fn continuation(it: &Instruction, start: usize, end: usize) -> Option<usize> {
    let marks = it.gaps.iter().filter(|gap| gap.kind == GapKind::Continuation).map(|gap| gap.range);
    marks.map(TextRange::start).map(usize::from).find(|mark| (start..end).contains(mark))
}

fn trim(source: &str, start: usize, end: usize, edits: &mut Changes) {
    edits.add(Aspect::LineEnds, replace(source, size(start), size(end), ""));
}
