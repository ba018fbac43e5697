//! Markdown prose as text for the terminal: paragraphs are filled, lists and tables keep their lines, links
//! show their address.
//!
//! Invariant: code in backticks stays as it is and is never broken.

use super::paint::Paint;
use annotate_snippets::renderer::{Effects, Style};
use std::fmt::Write;

/// Renders lines of Markdown without code blocks.
pub(super) fn render(lines: &[&str], width: usize, paint: Paint, out: &mut String) {
    let mut open = String::new();
    for line in lines {
        let trimmed = line.trim();
        let heading = trimmed.trim_start_matches('#');
        let is_item = ["- ", "* "].iter().any(|sign| trimmed.starts_with(sign)) || is_numbered(trimmed);
        if trimmed.is_empty() || is_item || trimmed.starts_with('|') || heading.len() < trimmed.len() {
            close(&mut open, width, out);
        }
        if trimmed.is_empty() {
            gap(out);
        } else if heading.len() < trimmed.len() {
            let _ = writeln!(out, "{}", paint.text(Style::new().effects(Effects::BOLD), heading.trim()));
        } else if trimmed.starts_with('|') {
            let _ = writeln!(out, "{trimmed}");
        } else {
            if !open.is_empty() {
                open.push(' ');
            }
            open.push_str(trimmed);
        }
    }
    close(&mut open, width, out);
}

/// An empty line, unless one is there.
pub(super) fn gap(out: &mut String) {
    if !out.ends_with("\n\n") {
        out.push('\n');
    }
}

/// A paragraph, filled.
pub(super) fn paragraph(text: &str, width: usize, out: &mut String) {
    fill(&links(text), "", width, out);
}

/// A paragraph below a fact.
pub(super) fn indented(text: &str, width: usize, out: &mut String) {
    out.push_str(HANG);
    fill(text, HANG, width.saturating_sub(HANG.len()), out);
}

const HANG: &str = "           ";

fn close(open: &mut String, width: usize, out: &mut String) {
    if !open.is_empty() {
        let is_item = open.starts_with("- ") || open.starts_with("* ") || is_numbered(open);
        fill(&links(open), if is_item { "  " } else { "" }, width, out);
        open.clear();
    }
}

fn is_numbered(line: &str) -> bool {
    let rest = line.trim_start_matches(|character: char| character.is_ascii_digit());
    rest.len() < line.len() && rest.starts_with(". ")
}

/// Writes `text` in lines of at most `width` columns, the further ones behind `hang`.
fn fill(text: &str, hang: &str, width: usize, out: &mut String) {
    let mut column = 0;
    for word in words(text) {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > width {
            out.push('\n');
            out.push_str(hang);
            column = hang.len();
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out.push('\n');
}

/// The words of `text`; a piece of code in backticks is one.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut in_code) = (0, false);
    for (at, character) in text.char_indices() {
        match character {
            '`' => in_code = !in_code,
            ' ' if !in_code => {
                words.extend(text.get(start..at).filter(|word| !word.is_empty()));
                start = at + 1;
            }
            _ => {}
        }
    }
    words.extend(text.get(start..).filter(|word| !word.is_empty()));
    words
}

/// `[text](address)` becomes `text (address)`, `**text**` loses its stars, outside of code.
fn links(text: &str) -> String {
    let pieces = text.split('`').enumerate();
    let shown = pieces.map(|(at, piece)| if at % 2 == 1 { piece.to_owned() } else { piece.replace("**", "") });
    let text = shown.collect::<Vec<_>>().join("`");
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        let link = after.split_once("](").and_then(|(name, tail)| Some((name, tail.split_once(')')?)));
        match link {
            Some((name, (address, tail))) if !name.contains('[') && before.matches('`').count() % 2 == 0 => {
                let _ = write!(out, "{name} ({address})");
                rest = tail;
            }
            _ => {
                out.push('[');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}
