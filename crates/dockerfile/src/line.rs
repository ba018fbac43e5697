//! Logical lines: an instruction's physical lines with their continuation marks, comments and empty lines.
//!
//! Invariant: a logical line takes whole physical lines, and its gaps are sorted, disjoint and cover exactly
//! what BuildKit takes out. BuildKit splits at `\n` only, takes `\r` off line ends, joins without a blank and
//! keeps the blanks at the start of the next line. Source: BuildKit `frontend/dockerfile/parser`, 2026-08.

use crate::ast::{Comment, Gap, GapKind};
use crate::cursor::Cursor;
use plimsoll_text::range;

/// A physical line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Physical {
    /// Offset of its first character.
    pub(crate) start: usize,
    /// Offset after its last character, line end not counted.
    pub(crate) end: usize,
    /// Offset of the next line.
    pub(crate) next: usize,
}

impl Physical {
    /// The line that starts at `start`.
    pub(crate) fn at(source: &str, start: usize) -> Self {
        let bytes = source.as_bytes();
        let rest = bytes.get(start..).unwrap_or_default();
        let next = memchr::memchr(b'\n', rest).map_or(bytes.len(), |at| start + at + 1);
        let mut end = next;
        while end > start && matches!(bytes[end - 1], b'\n' | b'\r') {
            end -= 1;
        }
        Self { start, end, next }
    }

    /// Offset of the first character that is no blank; the end when there is none.
    pub(crate) fn first(&self, source: &str) -> usize {
        let text = source.get(self.start..self.end).unwrap_or_default();
        match text.bytes().position(|byte| !matches!(byte, b' ' | b'\t')) {
            Some(at) if text.as_bytes()[at] > b' ' && text.as_bytes()[at].is_ascii() => self.start + at,
            _ => self.end - text.trim_start().len(),
        }
    }

    /// Offset of the escape character that continues the line.
    fn continuation(&self, source: &str, from: usize, escape: u8) -> Option<usize> {
        let bytes = source.as_bytes().get(from..self.end)?;
        let last = bytes.iter().rposition(|byte| !matches!(byte, b' ' | b'\t'))?;
        let is_escaped = last > 0 && bytes[last - 1] == escape;
        (bytes[last] == escape && !is_escaped).then_some(from + last)
    }
}

/// The lines of one instruction, heredoc bodies not included.
#[derive(Debug)]
pub(crate) struct Logical {
    /// Offset of the first character that is no blank and in no gap; `end` when there is none.
    pub(crate) start: usize,
    /// Offset after the last character that counts and is no blank.
    pub(crate) end: usize,
    /// Offset after the last character that is no blank, escape characters and comments included.
    pub(crate) written_end: usize,
    /// Offset of the next line.
    pub(crate) next: usize,
    pub(crate) gaps: Vec<Gap>,
    pub(crate) comments: Vec<Comment>,
}

impl Logical {
    /// Reads from `line` on; its first character that is no blank stands at `first`.
    pub(crate) fn read(source: &str, line: Physical, first: usize, escape: u8) -> Self {
        let mut logical = Self {
            start: first,
            end: line.end,
            written_end: line.end,
            next: line.next,
            gaps: Vec::new(),
            comments: Vec::new(),
        };
        let mut mark = line.continuation(source, first, escape);
        while let Some(at) = mark {
            logical.gap(at, logical.next, GapKind::Continuation);
            (logical.end, logical.written_end) = (at, at + 1);
            mark = logical.next_line(source, escape);
        }
        logical.trim(source);
        logical
    }

    /// Reads up to the next line that counts, and says whether and where that one is continued.
    fn next_line(&mut self, source: &str, escape: u8) -> Option<usize> {
        while self.next < source.len() {
            let line = Physical::at(source, self.next);
            self.next = line.next;
            let first = line.first(source);
            if first == line.end {
                self.gap(line.start, line.next, GapKind::Blank);
            } else if source.as_bytes()[first] == b'#' {
                self.gap(line.start, line.next, GapKind::Comment);
                self.comments.push(Comment { range: range(first, line.end) });
                self.written_end = line.end;
            } else {
                (self.end, self.written_end) = (line.end, line.end);
                return line.continuation(source, line.start, escape);
            }
        }
        None
    }

    fn gap(&mut self, start: usize, end: usize, kind: GapKind) {
        self.gaps.push(Gap { range: range(start, end), kind });
    }

    /// Takes blanks off both ends, and the gaps that are outside then.
    fn trim(&mut self, source: &str) {
        let mut cursor = Cursor::new(source, self.start, self.end, &self.gaps);
        cursor.skip_white_space();
        self.start = cursor.at().min(self.end);
        let mut inner = self.gaps.iter().rposition(|gap| usize::from(gap.range.end()) <= self.end);
        loop {
            let floor = inner.map_or(self.start, |at| usize::from(self.gaps[at].range.end())).max(self.start);
            let text = source.get(floor..self.end).unwrap_or_default().trim_end();
            self.end = floor + text.len();
            match inner {
                Some(at) if text.is_empty() && usize::from(self.gaps[at].range.start()) >= self.start => {
                    self.end = usize::from(self.gaps[at].range.start());
                    inner = at.checked_sub(1);
                }
                _ => break,
            }
        }
        let written = source.get(self.start..self.written_end).unwrap_or_default().trim_end();
        let comment_end = self.comments.last().map_or(0, |comment| comment.range.end().into());
        self.written_end = (self.start + written.len()).max(self.end).max(comment_end);
        let (start, end) = (self.start, self.written_end);
        self.gaps.retain(|gap| usize::from(gap.range.start()) >= start && usize::from(gap.range.start()) < end);
        if let Some(last) = self.gaps.last_mut() {
            last.range = range(last.range.start().into(), usize::from(last.range.end()).min(end));
        }
        self.comments.retain(|comment| usize::from(comment.range.start()) >= start);
    }
}
