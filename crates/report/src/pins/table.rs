//! The table that closes `plimsoll pin`, and its last line.
//!
//! Invariant: a row for each distinct change; references that are left as they are stand in the closing line only.

use super::{PinRow, PinStatus};
use crate::terminal::visible::visible;
use anstyle::{AnsiColor, Style};
use std::fmt::Write;

/// What stands for nothing.
const NOTHING: &str = "–";

/// Characters of a digest that tell it from others.
const SHORT: usize = "sha256:".len() + 12;

const HEAD: [&str; 6] = ["status", "name", "old", "new", "pushed", "where"];

/// A line for each change (or, where nothing is written, each finding), the references that share it counted.
/// Empty without any.
#[must_use]
pub fn pins_table(rows: &[PinRow], color: bool) -> String {
    let mut lines: Vec<([String; 6], usize)> = Vec::new();
    for row in rows.iter().filter(|row| is_shown(row.status)) {
        let cells = cells(row);
        match lines.iter_mut().find(|(known, _)| known[..5] == cells[..5]) {
            Some((_, count)) => *count += 1,
            None => lines.push((cells, 1)),
        }
    }
    if lines.is_empty() {
        return String::new();
    }
    let has_dates = lines.iter().any(|(cells, _)| cells[4] != NOTHING);
    let is_column = |at: &usize| *at != 4 || has_dates;
    let width_of = |at: usize| {
        let cells = lines.iter().map(|(cells, _)| cells[at].chars().count());
        cells.chain([HEAD[at].len()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..HEAD.len()).map(width_of).collect();
    let bold = if color { Style::new().bold() } else { Style::new() };
    let mut out = String::new();
    let mut head = String::new();
    for at in (0..HEAD.len()).filter(is_column) {
        let _ = write!(head, "{:<1$}  ", HEAD[at], widths[at]);
    }
    let _ = writeln!(out, "{bold}{}{bold:#}", head.trim_end());
    for (cells, count) in &lines {
        let mut line = String::new();
        for at in (0..HEAD.len()).filter(is_column) {
            let style = if at == 0 && color { style(&cells[0]) } else { Style::new() };
            let gap = widths[at].saturating_sub(cells[at].chars().count()) + 2;
            let _ = write!(line, "{style}{}{style:#}{:gap$}", cells[at], "");
        }
        let more = if *count > 1 { format!("  (+{} more)", count - 1) } else { String::new() };
        let _ = writeln!(out, "{}{more}", line.trim_end());
    }
    out
}

/// One sentence that counts what became of all references; `written`: whether the files were changed.
#[must_use]
pub fn pins_closing_line(rows: &[PinRow], written: bool) -> String {
    const WORDS: [(PinStatus, &str); 8] = [
        (PinStatus::Pinned, "pinned"),
        (PinStatus::Updated, "updated"),
        (PinStatus::Tagged, "named by a tag"),
        (PinStatus::Unpinned, "not pinned"),
        (PinStatus::Moved, "moved since"),
        (PinStatus::Current, "pinned already"),
        (PinStatus::Skipped, "skipped"),
        (PinStatus::Failed, "failed"),
    ];
    let count = |status: PinStatus| rows.iter().filter(|row| row.status == status).count();
    let parts: Vec<String> = WORDS
        .iter()
        .filter(|(status, _)| count(*status) > 0)
        .map(|(status, words)| match status {
            PinStatus::Pinned | PinStatus::Updated | PinStatus::Tagged if !written => {
                format!("{} would be {words}", count(*status))
            }
            _ => format!("{} {words}", count(*status)),
        })
        .collect();
    match &parts[..] {
        [] => "Nothing to pin.".to_owned(),
        _ => format!("{}.", parts.join(", ")),
    }
}

fn is_shown(status: PinStatus) -> bool {
    !matches!(status, PinStatus::Current | PinStatus::Skipped | PinStatus::Failed)
}

fn cells(row: &PinRow) -> [String; 6] {
    let short = |text: &Option<String>| text.as_deref().map_or(NOTHING.to_owned(), short);
    [
        row.status.as_str().to_owned(),
        visible(&row.name),
        short(&row.old),
        short(&row.new),
        row.date.as_deref().map_or(NOTHING.to_owned(), visible),
        format!("{}:{}", visible(&row.path), row.line),
    ]
}

/// A digest cut to what tells it from others; a version as it is.
fn short(text: &str) -> String {
    let text = visible(text);
    match text.char_indices().nth(SHORT) {
        Some((at, _)) if text.starts_with("sha") => format!("{}…", &text[..at]),
        _ => text,
    }
}

fn style(status: &str) -> Style {
    let color = match status {
        "unpinned" | "moved" => AnsiColor::Yellow,
        _ => AnsiColor::Green,
    };
    color.on_default()
}

#[cfg(test)]
mod tests {
    use super::{pins_closing_line, pins_table};
    use crate::pins::{PinKind, PinRow, PinStatus};

    fn row(path: &str, line: u32, name: &str, old: Option<&str>, new: Option<&str>, status: PinStatus) -> PinRow {
        PinRow {
            path: path.to_owned(),
            line,
            column: 6,
            kind: PinKind::Image,
            name: name.to_owned(),
            old: old.map(str::to_owned),
            new: new.map(str::to_owned),
            date: None,
            status,
            message: None,
        }
    }

    const NEW: &str = "sha256:58c23805b0c5da8d1a1e2a1d8c6b5b0d4c9f2e4a7d3e6f1a0b9c8d7e6f5a4b3c";

    #[test]
    fn changes_that_are_the_same_share_a_line() {
        let rows = [
            row("a/Dockerfile", 1, "python:3.12", None, Some(NEW), PinStatus::Pinned),
            row("b/Dockerfile", 3, "python:3.12", None, Some(NEW), PinStatus::Pinned),
            row("b/Dockerfile", 9, "é:1", Some(NEW), Some("sha256:ff"), PinStatus::Updated),
            row("b/Dockerfile", 11, "scratch", None, None, PinStatus::Skipped),
        ];
        let expected = "\
status   name         old                   new                   where
pinned   python:3.12  –                     sha256:58c23805b0c5…  a/Dockerfile:1  (+1 more)
updated  é:1          sha256:58c23805b0c5…  sha256:ff             b/Dockerfile:9
";
        assert_eq!(pins_table(&rows, false), expected);
        assert_eq!(pins_closing_line(&rows, true), "2 pinned, 1 updated, 1 skipped.");
        assert_eq!(pins_closing_line(&[], true), "Nothing to pin.");
        assert_eq!(pins_closing_line(&rows[..2], false), "2 would be pinned.");
        assert_eq!(pins_table(&rows[3..], false), "");
    }

    #[test]
    fn no_control_character_reaches_the_terminal() {
        let rows = [row("a", 1, "x\u{1b}[31m:1", None, Some(NEW), PinStatus::Unpinned)];
        assert!(!pins_table(&rows, false).contains('\u{1b}'));
    }
}
