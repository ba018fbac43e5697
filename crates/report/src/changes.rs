//! `plimsoll diff`: what changed between two task definitions.
//!
//! Invariant: the JSON holds everything that the text says, in the same order.

use crate::terminal::visible;
use annotate_snippets::renderer::{AnsiColor, Effects, Style};
use plimsoll_compare::{Change, Level};
use serde::Serialize;
use std::fmt::Write as _;
use std::io::{self, Write};

const VERSION: u32 = 1;

/// The changes for people: each with its level, its place, what comes of it, and the old and the new value.
#[must_use]
pub fn changes_text(changes: &[Change], color: bool) -> String {
    let mut text = String::new();
    for change in changes {
        let style = match change.level {
            Level::Error => AnsiColor::Red.on_default(),
            Level::Warning => AnsiColor::Yellow.on_default(),
            Level::Note => AnsiColor::Green.on_default(),
        };
        let shown = |style: Style, text: &str| if color { format!("{style}{text}{style:#}") } else { text.to_owned() };
        let level = shown(style.effects(Effects::BOLD), change.level.as_str());
        let meaning = if change.meaning.is_empty() { String::new() } else { format!(": {}", change.meaning) };
        let _ = writeln!(text, "{level}[{}]{meaning}", change.path);
        for (mark, value, style) in
            [('-', &change.old, AnsiColor::Red.on_default()), ('+', &change.new, AnsiColor::Green.on_default())]
        {
            if let Some(value) = value {
                let line = format!("  {mark} {}", visible(value));
                let _ = writeln!(text, "{}", shown(style, &line));
            }
        }
    }
    let _ = writeln!(text, "{}", closing_line(changes));
    text
}

/// `Found 2 changes: 1 error, 1 note.`
fn closing_line(changes: &[Change]) -> String {
    if changes.is_empty() {
        return "No changes.".to_owned();
    }
    let count = |level: Level| changes.iter().filter(|change| change.level == level).count();
    let parts = [Level::Error, Level::Warning, Level::Note].map(|level| (count(level), level.as_str()));
    let parts = parts.iter().filter(|(count, _)| *count > 0).map(|(count, noun)| crate::input::counted(*count, noun));
    format!("Found {}: {}.", crate::input::counted(changes.len(), "change"), parts.collect::<Vec<_>>().join(", "))
}

/// Writes the changes as one JSON document.
///
/// # Errors
/// Those of `out`.
pub fn changes_json(old: &str, new: &str, changes: &[Change], out: &mut dyn Write) -> io::Result<()> {
    let entry = |change| Entry::of(change);
    let document = Document { version: VERSION, old, new, changes: changes.iter().map(entry).collect() };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    old: &'a str,
    new: &'a str,
    changes: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    path: &'a str,
    level: &'a str,
    meaning: &'a str,
    old: Option<&'a str>,
    new: Option<&'a str>,
}

impl<'a> Entry<'a> {
    fn of(change: &'a Change) -> Self {
        Self {
            path: &change.path,
            level: change.level.as_str(),
            meaning: change.meaning,
            old: change.old.as_deref(),
            new: change.new.as_deref(),
        }
    }
}
