//! The part of a file that a snippet shows.
//!
//! Invariant: what is cut out is bounded by the lines that are marked, never by the size of the file, and each
//! mark lies inside it on character borders.
//!
//! Example: for a mark on `latest` in line 2 of a file of 9,000 lines, the window is that line, and the mark
//! stands where `latest` stands in it.

use super::visible::visible;
use crate::places::Source;
use plimsoll_text::{TextRange, lines};
use std::ops::Range;

/// A place to underline.
pub(super) struct Mark<'a> {
    pub(super) range: TextRange,
    pub(super) label: Option<&'a str>,
    pub(super) primary: bool,
}

/// A run of lines with the marks in it.
pub(super) struct Window<'a> {
    /// Number of the first line, from 1.
    pub(super) first_line: usize,
    /// Number of the last line, from 1.
    pub(super) last_line: usize,
    /// The lines, parted by `\n`; lines without a mark are empty.
    pub(super) text: String,
    /// Byte ranges of `text`.
    pub(super) marks: Vec<(Range<usize>, Option<&'a str>, bool)>,
    /// Where the start of a line was cut off: the column of the mark that stands for the window, from 1, in the
    /// window and in the file.
    pub(super) moved: Option<(usize, usize)>,
    /// Number of that line, from 1.
    pub(super) moved_line: usize,
}

/// Marks further apart than this get windows of their own.
const FAR: usize = 40;

/// A range over more lines than this is shown by its first line.
const TALL: usize = 12;

/// A line longer than this, in bytes, is cut around its marks.
const LONG: usize = 480;

/// What stays of a long line on each side of its marks, in bytes.
const AROUND: usize = 120;

/// The windows for `marks`, that of the primary mark first, then in the order of the file.
pub(super) fn windows<'a>(source: &Source<'_>, marks: &[Mark<'a>]) -> Vec<Window<'a>> {
    let mut placed: Vec<Placed<'a>> = marks.iter().map(|mark| Placed::new(source, mark)).collect();
    placed.sort_by_key(|it| (it.first, it.start, !it.primary));
    let mut clusters: Vec<Vec<Placed<'a>>> = Vec::new();
    let mut last = 0;
    for it in placed {
        let end = it.last;
        match clusters.last_mut() {
            Some(cluster) if it.first <= last + FAR => {
                cluster.push(it);
                last = last.max(end);
            }
            _ => {
                clusters.push(vec![it]);
                last = end;
            }
        }
    }
    clusters.sort_by_key(|cluster| !cluster.iter().any(|it| it.primary));
    clusters.iter().map(|cluster| window(source, cluster)).collect()
}

/// A mark with its lines, from 0.
struct Placed<'a> {
    start: usize,
    end: usize,
    first: usize,
    last: usize,
    label: Option<&'a str>,
    primary: bool,
}

impl<'a> Placed<'a> {
    fn new(source: &Source<'_>, mark: &Mark<'a>) -> Self {
        let text = source.text;
        let start = text.floor_char_boundary(usize::from(mark.range.start()).min(text.len()));
        let mut end = text.ceil_char_boundary(usize::from(mark.range.end()).min(text.len())).max(start);
        let line = |offset| source.index().line(plimsoll_text::size(offset)) as usize;
        let first = line(start);
        let mut last = line(end);
        if last > first && source.line_start(last) == end {
            // The line end belongs to the line before.
            last -= 1;
            end = line_end(source, last);
        }
        if last - first >= TALL {
            last = first;
            end = line_end(source, first);
        }
        // A place inside a line end is the end of its line.
        let start = start.min(line_end(source, first));
        let end = end.min(line_end(source, last)).max(start);
        Self { start, end, first, last, label: mark.label, primary: mark.primary }
    }
}

/// Byte offset after the last character of `line`, before its line end.
fn line_end(source: &Source<'_>, line: usize) -> usize {
    let start = source.line_start(line);
    let rest = source.text.get(start..source.line_start(line + 1)).unwrap_or("");
    start + lines(rest).next().map_or(0, |line| line.text.len())
}

fn window<'a>(source: &Source<'_>, marks: &[Placed<'a>]) -> Window<'a> {
    let first_line = marks.iter().map(|it| it.first).min().unwrap_or(0);
    let last_line = marks.iter().map(|it| it.last).max().unwrap_or(first_line);
    let mut text = String::new();
    let mut spans: Vec<Range<usize>> = vec![0..0; marks.len()];
    // The renderer names a window by its first primary mark, else by its first mark.
    let named = marks.iter().position(|it| it.primary).unwrap_or(0);
    let mut moved = None;
    for line in first_line..=last_line {
        if line > first_line {
            text.push('\n');
        }
        if !marks.iter().any(|it| (it.first..=it.last).contains(&line)) {
            continue;
        }
        let cut = Cut::new(source, line, marks);
        let base = text.len() + if cut.head { ELLIPSIS.len() } else { 0 };
        text.push_str(if cut.head { ELLIPSIS } else { "" });
        text.push_str(&visible(&source.shown(cut.start, cut.end)));
        text.push_str(if cut.tail { ELLIPSIS } else { "" });
        let shown = |offset: usize| {
            let offset = offset.clamp(cut.start, cut.end);
            base + visible(&source.shown(cut.start, offset)).len()
        };
        if cut.head && marks.get(named).is_some_and(|it| it.first == line) {
            let column = |from: usize, to: usize| source.text.get(from..to).map_or(0, |part| part.chars().count()) + 1;
            let start = marks[named].start.clamp(cut.start, cut.end);
            moved = Some((column(cut.start, start) + 1, column(source.line_start(line), marks[named].start)));
        }
        for (it, span) in marks.iter().zip(&mut spans) {
            if it.first == line {
                span.start = shown(it.start);
            }
            if it.last == line {
                span.end = shown(it.end).max(span.start);
            }
        }
    }
    if text.is_empty() || text.ends_with('\n') {
        // Without a character the renderer does not see the last line.
        text.push(' ');
    }
    let moved_line = marks.get(named).map_or(first_line, |it| it.first) + 1;
    let marks = marks.iter().zip(spans).map(|(it, span)| (span, it.label, it.primary)).collect();
    Window { first_line: first_line + 1, last_line: last_line + 1, text, marks, moved, moved_line }
}

const ELLIPSIS: &str = "…";

/// The part of a line that is shown.
struct Cut {
    start: usize,
    end: usize,
    head: bool,
    tail: bool,
}

impl Cut {
    fn new(source: &Source<'_>, line: usize, marks: &[Placed<'_>]) -> Self {
        let (start, end) = (source.line_start(line), line_end(source, line));
        if end - start <= LONG {
            return Self { start, end, head: false, tail: false };
        }
        // The primary mark decides; a label far from it on the same long line is seen at its edge.
        let here = |it: &&Placed<'_>| it.first == line || it.last == line;
        let Some(mark) = marks.iter().filter(here).max_by_key(|it| it.primary) else {
            let cut = source.text.floor_char_boundary(start + LONG);
            return Self { start, end: cut, head: false, tail: true };
        };
        let from = if mark.first == line { mark.start } else { start };
        let to = if mark.last == line { mark.end } else { from };
        let cut_start = source.text.floor_char_boundary(from.saturating_sub(AROUND).max(start));
        let wanted = (to + AROUND).min(from + LONG).max(from + AROUND).min(end);
        let cut_end = source.text.ceil_char_boundary(wanted);
        Self { start: cut_start, end: cut_end, head: cut_start > start, tail: cut_end < end }
    }
}
