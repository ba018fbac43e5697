//! Texts and line indexes by path, each index built once and only when a place in the file is asked for.
//!
//! Invariant: lines and columns are from 1 and columns count Unicode scalar values, in every output.

use crate::{FileReport, Report};
use plimsoll_analysis::Diagnostic;
use plimsoll_text::{Encoding, LineIndex, TextRange, TextSize};
use std::cell::OnceCell;
use std::collections::HashMap;
use std::rc::Rc;

/// A text with its line index and the parts of it that must not be shown.
pub(crate) struct Source<'a> {
    /// The whole text.
    pub(crate) text: &'a str,
    /// Sorted, disjoint.
    masked: Vec<TextRange>,
    index: OnceCell<LineIndex>,
}

/// A line and a column, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// The files of a report, and those that its labels point into.
pub(crate) struct Places<'a> {
    report: Report<'a>,
    by_path: HashMap<&'a str, usize>,
    own: Vec<OnceCell<Rc<Source<'a>>>>,
    others: HashMap<String, Option<Rc<Source<'a>>>>,
}

impl<'a> Places<'a> {
    pub(crate) fn new(report: Report<'a>) -> Self {
        let by_path = report.files.iter().enumerate().map(|(at, file)| (file.path, at)).collect();
        let own = report.files.iter().map(|_| OnceCell::new()).collect();
        Self { report, by_path, own, others: HashMap::new() }
    }

    /// The source of the file at `at` in the report.
    pub(crate) fn file(&self, at: usize) -> Rc<Source<'a>> {
        Rc::clone(self.own[at].get_or_init(|| Rc::new(Source::of(&self.report.files[at]))))
    }

    /// The source of the file at `path`, of the report or of the workspace; `None` when nobody knows it.
    pub(crate) fn at_path(&mut self, path: &str) -> Option<Rc<Source<'a>>> {
        if let Some(at) = self.by_path.get(path) {
            return Some(self.file(*at));
        }
        if let Some(known) = self.others.get(path) {
            return known.clone();
        }
        let source = (self.report.text_of)(path).map(|text| Rc::new(Source::new(text, Vec::new())));
        self.others.insert(path.to_owned(), source.clone());
        source
    }
}

impl<'a> Source<'a> {
    pub(crate) fn of(file: &FileReport<'a>) -> Self {
        let suppressed = file.suppressed.iter().map(|suppressed| &suppressed.diagnostic);
        let secrets = file.diagnostics.iter().chain(suppressed).flat_map(|diagnostic: &Diagnostic| &diagnostic.secrets);
        Self::new(file.text, file.masked.iter().chain(secrets).copied().collect())
    }

    pub(crate) fn new(text: &'a str, mut masked: Vec<TextRange>) -> Self {
        masked.retain(|range| !range.is_empty());
        masked.sort_by_key(|range| (range.start(), range.end()));
        masked.dedup_by(|right, left| {
            let overlap = right.start() < left.end();
            if overlap {
                *left = left.cover(*right);
            }
            overlap
        });
        Self { text, masked, index: OnceCell::new() }
    }

    pub(crate) fn index(&self) -> &LineIndex {
        self.index.get_or_init(|| LineIndex::new(self.text))
    }

    pub(crate) fn place(&self, offset: TextSize) -> Place {
        let position = self.index().position(self.text, offset, Encoding::Utf32);
        Place { line: position.line as usize + 1, column: position.column as usize + 1 }
    }

    /// Byte offset of the start of `line`, from 0; past the last line, the end of the text.
    pub(crate) fn line_start(&self, line: usize) -> usize {
        let start = u32::try_from(line).ok().and_then(|line| self.index().line_start(line));
        start.map_or(self.text.len(), usize::from)
    }

    /// The masked parts that reach into `start..end`.
    pub(crate) fn masked_in(&self, start: usize, end: usize) -> &[TextRange] {
        let first = self.masked.partition_point(|range| usize::from(range.end()) <= start);
        let last = self.masked.partition_point(|range| usize::from(range.start()) < end);
        self.masked.get(first..last.max(first)).unwrap_or(&[])
    }

    /// `start..end` of the text with masked parts blotted out, a character for a character.
    pub(crate) fn shown(&self, start: usize, end: usize) -> String {
        let mut shown = String::with_capacity(end.saturating_sub(start));
        let mut done = start;
        for range in self.masked_in(start, end) {
            let (from, to) = (usize::from(range.start()), usize::from(range.end()));
            shown.push_str(self.text.get(done..from.max(done)).unwrap_or(""));
            let secret = self.text.get(from..to).unwrap_or("");
            let covered = blotted(secret);
            let (skip, take) = (chars(self.text, from, start), chars(self.text, from, end.min(to)));
            shown.extend(covered.chars().take(take).skip(skip));
            done = to.min(end);
        }
        shown.push_str(self.text.get(done..end.max(done)).unwrap_or(""));
        shown
    }

    /// `text` that an edit brings in, with every masked part of the file blotted out in it.
    pub(crate) fn without_secrets(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for range in &self.masked {
            let secret = plimsoll_text::slice(self.text, *range);
            if !secret.is_empty() && text.contains(secret) {
                text = text.replace(secret, &blotted(secret));
            }
        }
        text
    }
}

/// Characters of a secret that stay readable, so that its owner knows which one it is.
const READABLE: usize = 4;

/// A secret shorter than this is a password rather than a token, and four characters would give much of it away.
const SHORTEST_TOKEN: usize = 16;

/// The secret with `*` for its characters: all but the first four of a long one. Line ends stay.
fn blotted(secret: &str) -> String {
    let readable = if secret.chars().count() >= SHORTEST_TOKEN { READABLE } else { 0 };
    let blot = |(at, character)| if at < readable || matches!(character, '\n' | '\r') { character } else { '*' };
    secret.chars().enumerate().map(blot).collect()
}

/// Number of characters from `start` to `end`; 0 when `end` is not behind it.
fn chars(text: &str, start: usize, end: usize) -> usize {
    text.get(start..end.max(start)).map_or(0, |part| part.chars().count())
}

#[cfg(test)]
mod tests {
    use super::Source;
    use plimsoll_text::range;

    #[test]
    fn secrets_are_blotted_out_in_every_window() {
        let text = "ENV A=0123456789abcdef B=short\n";
        let source = Source::new(text, vec![range(25, 30), range(6, 22), range(8, 22)]);
        assert_eq!(source.shown(0, text.len()), "ENV A=0123************ B=*****\n");
        assert_eq!(source.shown(8, 12), "23**");
        assert_eq!(source.shown(10, 27), "************ B=**");
        assert_eq!(source.without_secrets("--secret short"), "--secret *****");
    }
}
