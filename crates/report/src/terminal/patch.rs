//! A fix as removed and added lines.
//!
//! Invariant: what is shown is what the edits do, line by line; it is bounded by the lines that they touch.
//! The renderer of snippets has patches of its own, but asserts on edits that remove line ends; so these
//! lines are drawn here, in its style.

use super::visible::visible;
use crate::places::{Places, Source};
use annotate_snippets::renderer::{
    DEFAULT_ADDITION_STYLE, DEFAULT_HELP_STYLE, DEFAULT_LINE_NUM_STYLE, DEFAULT_REMOVAL_STYLE, Style,
};
use plimsoll_analysis::{Applicability, Fix};
use plimsoll_text::{Edit, Edits, size};
use std::fmt::Write;
use std::rc::Rc;

/// Lines of one sign that are shown before the rest is left out.
const MOST_LINES: usize = 10;

/// A line longer than this, in characters, is cut around what changes.
const LONG: usize = 200;

/// What stays of a long line before the change, in characters.
const BEFORE: usize = 40;

/// The text that `fix` changes, which lies in `source` or in another file; `None` when that is not at hand.
pub(super) fn file<'a>(fix: &Fix, source: &Rc<Source<'a>>, places: &mut Places<'a>) -> Option<Rc<Source<'a>>> {
    match &fix.elsewhere {
        None => Some(Rc::clone(source)),
        Some(it) if it.creates => Some(Rc::new(Source::new("", Vec::new()))),
        Some(it) => places.at_path(&it.path),
    }
}

/// Draws `fix` below a snippet whose line numbers are at most `last_line`.
pub(super) fn patch(source: &Source<'_>, fix: &Fix, last_line: usize, color: bool, out: &mut String) {
    let paint = Paint { color };
    let hunks: Vec<Hunk> = clusters(source, fix).iter().map(|edits| Hunk::new(source, edits)).collect();
    let width = hunks.iter().map(Hunk::last_number).max().unwrap_or(0).max(last_line).to_string().len();
    let suffix = match fix.applicability {
        Applicability::Safe => "",
        Applicability::Unsafe => " (unsafe: it may change behaviour)",
        Applicability::Manual => " (to be completed by hand)",
    };
    let bar = paint.text(DEFAULT_LINE_NUM_STYLE, "|");
    let _ = writeln!(out, "{}: {}{suffix}", paint.text(DEFAULT_HELP_STYLE, "help"), visible(&fix.title));
    if let Some(elsewhere) = &fix.elsewhere {
        let arrow = paint.text(DEFAULT_LINE_NUM_STYLE, "-->");
        let _ = writeln!(out, "{:width$}{arrow} {}", "", visible(&elsewhere.path));
    }
    let _ = writeln!(out, "{:width$} {bar}", "");
    for (at, hunk) in hunks.iter().enumerate() {
        if at > 0 {
            let _ = writeln!(out, "{}", paint.text(DEFAULT_LINE_NUM_STYLE, "..."));
        }
        hunk.draw(width, paint, out);
    }
}

#[derive(Clone, Copy)]
struct Paint {
    color: bool,
}

impl Paint {
    fn text(self, style: Style, text: &str) -> String {
        if self.color { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

/// Edits whose lines touch, in order.
fn clusters<'f>(source: &Source<'_>, fix: &'f Fix) -> Vec<Vec<&'f Edit>> {
    let mut clusters: Vec<Vec<&Edit>> = Vec::new();
    let mut last = 0;
    for edit in edits(fix) {
        let (start, end) = (source.index().line(edit.range.start()), source.index().line(edit.range.end()));
        match clusters.last_mut() {
            Some(cluster) if start <= last + 1 => cluster.push(edit),
            _ => clusters.push(vec![edit]),
        }
        last = last.max(end);
    }
    clusters
}

/// Lines that change together.
struct Hunk {
    /// Number of the first removed line, or of the first added one, from 1.
    first: usize,
    /// The line before, where nothing is removed.
    context: Option<String>,
    removed: Vec<String>,
    added: Vec<String>,
}

impl Hunk {
    fn new(source: &Source<'_>, edits: &[&Edit]) -> Self {
        let line = |offset| source.index().line(offset) as usize;
        let first_line = edits.first().map_or(0, |edit| line(edit.range.start()));
        let last_line = edits.last().map_or(first_line, |edit| line(edit.range.end()));
        let (start, end) = (source.line_start(first_line), source.line_start(last_line + 1));
        let end = end.max(start);
        let old = Lines::new(source.text.get(start..end).unwrap_or("").to_owned(), source.shown(start, end));
        let new = edited(source, edits, start, end);
        let (head, tail) = same_ends(&old.raw(), &new.raw());
        let removed = old.shown(head, tail);
        let added = new.shown(head, tail);
        let first = first_line + head + 1;
        let only_added = removed.is_empty() && first > 1;
        let context = only_added.then(|| {
            let (start, end) = (source.line_start(first - 2), source.line_start(first - 1));
            clipped(&visible(source.shown(start, end).trim_end_matches(['\r', '\n'])), 0)
        });
        let from = match (removed.first(), added.first()) {
            (Some(removed), Some(added)) => removed.chars().zip(added.chars()).take_while(|(a, b)| a == b).count(),
            _ => 0,
        };
        let show = |lines: Vec<String>| lines.iter().map(|line| clipped(line, from)).collect();
        Self { first, context, removed: show(removed), added: show(added) }
    }

    fn last_number(&self) -> usize {
        self.first + self.removed.len().max(self.added.len()).clamp(1, MOST_LINES) - 1
    }

    fn draw(&self, width: usize, paint: Paint, out: &mut String) {
        let number = |number: usize| paint.text(DEFAULT_LINE_NUM_STYLE, &format!("{number:>width$}"));
        if let Some(context) = &self.context {
            let bar = paint.text(DEFAULT_LINE_NUM_STYLE, "|");
            let _ = writeln!(out, "{}", format!("{} {bar} {context}", number(self.first - 1)).trim_end());
        }
        let sides = [("-", DEFAULT_REMOVAL_STYLE, &self.removed), ("+", DEFAULT_ADDITION_STYLE, &self.added)];
        for (sign, style, lines) in sides {
            for (at, line) in lines.iter().take(MOST_LINES).enumerate() {
                let line = paint.text(style, format!("{sign} {line}").trim_end());
                let _ = writeln!(out, "{} {line}", number(self.first + at));
            }
            if lines.len() > MOST_LINES {
                let more = format!("{sign} … {} more", crate::input::counted(lines.len() - MOST_LINES, "line"));
                let _ = writeln!(out, "{:width$} {}", "", paint.text(style, &more));
            }
        }
    }
}

/// The same lines as they are and as they may be shown.
struct Lines {
    raw: String,
    shown: String,
}

impl Lines {
    fn new(raw: String, shown: String) -> Self {
        Self { raw, shown }
    }

    fn raw(&self) -> Vec<&str> {
        plimsoll_text::lines(&self.raw).map(|line| line.text).collect()
    }

    /// The lines without the first `head` and the last `tail`.
    fn shown(&self, head: usize, tail: usize) -> Vec<String> {
        let lines: Vec<&str> = plimsoll_text::lines(&self.shown).map(|line| line.text).collect();
        let kept = lines.get(head..lines.len().saturating_sub(tail)).unwrap_or(&[]);
        kept.iter().map(|line| visible(line).replace('\t', "    ")).collect()
    }
}

/// `start..end` with the edits applied.
fn edited(source: &Source<'_>, edits: &[&Edit], start: usize, end: usize) -> Lines {
    let (mut raw, mut shown) = (String::new(), String::new());
    let mut done = start;
    for edit in edits {
        let (from, to) = (usize::from(edit.range.start()), usize::from(edit.range.end()));
        raw.push_str(source.text.get(done..from).unwrap_or(""));
        shown.push_str(&source.shown(done, from));
        raw.push_str(&edit.text);
        shown.push_str(&source.without_secrets(&edit.text));
        done = to.max(done);
    }
    raw.push_str(source.text.get(done..end).unwrap_or(""));
    shown.push_str(&source.shown(done, end.max(done)));
    Lines::new(raw, shown)
}

/// How many lines are the same at the start and at the end.
fn same_ends(old: &[&str], new: &[&str]) -> (usize, usize) {
    let head = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[head..], &new[head..]);
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
    (head, tail)
}

/// A long line cut to what stands around its character `from`.
fn clipped(line: &str, from: usize) -> String {
    if line.len() <= LONG || line.chars().count() <= LONG {
        return line.to_owned();
    }
    let skip = from.saturating_sub(BEFORE);
    let head = if skip > 0 { "…" } else { "" };
    let mut rest = line.chars().skip(skip);
    let kept: String = rest.by_ref().take(LONG).collect();
    let tail = if rest.next().is_some() { "…" } else { "" };
    format!("{head}{kept}{tail}")
}

/// Byte offsets that [`Source`] takes are checked there; this keeps edits of another text from being drawn.
pub(super) fn fits(source: &Source<'_>, fix: &Fix) -> bool {
    edits(fix).range().is_some_and(|range| range.end() <= size(source.text.len()))
}

fn edits(fix: &Fix) -> &Edits {
    fix.elsewhere.as_ref().map_or(&fix.edits, |it| &it.edits)
}
