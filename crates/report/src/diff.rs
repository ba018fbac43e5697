//! `--diff`: what fixing would change, as a unified diff.
//!
//! Invariant: without colours the diff is exact to the byte, so `git apply` makes the new text of the old one,
//! line ends and a missing final line end included. With colours it goes to a terminal, and control characters
//! are made visible.

use crate::terminal::visible;
use annotate_snippets::renderer::{AnsiColor, Effects, Style};
use similar::{ChangeTag, TextDiff};
use std::fmt::Write;

/// Lines that are shown around a change.
const CONTEXT: usize = 3;

/// The unified diff from `old` to `new` of the file at `path`; empty when they are equal.
#[must_use]
pub fn diff(path: &str, old: &str, new: &str, color: bool) -> String {
    if old == new { String::new() } else { between(&header("a/", path), &header("b/", path), old, new, color) }
}

/// The unified diff that makes the file at `path`.
#[must_use]
pub fn diff_of_new(path: &str, text: &str, color: bool) -> String {
    between("/dev/null", &header("b/", path), "", text, color)
}

fn between(from: &str, to: &str, old: &str, new: &str, color: bool) -> String {
    let mut out = String::new();
    let paint = |style: Style, text: &str| if color { format!("{style}{text}{style:#}") } else { text.to_owned() };
    let bold = Style::new().effects(Effects::BOLD);
    let _ = writeln!(out, "{}", paint(bold, &format!("--- {from}")));
    let _ = writeln!(out, "{}", paint(bold, &format!("+++ {to}")));
    // git ends lines with LF alone; a lone CR stays inside its line.
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let diff = TextDiff::configure().newline_terminated(true).diff_slices(&old, &new);
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        let _ = writeln!(out, "{}", paint(AnsiColor::Cyan.on_default(), &hunk.header().to_string()));
        for change in hunk.iter_changes() {
            let (sign, style) = match change.tag() {
                ChangeTag::Equal => (' ', Style::new()),
                ChangeTag::Delete => ('-', AnsiColor::Red.on_default()),
                ChangeTag::Insert => ('+', AnsiColor::Green.on_default()),
            };
            let (text, end) = match change.value().strip_suffix('\n') {
                Some(text) => (text, "\n"),
                None => (change.value(), "\n\\ No newline at end of file\n"),
            };
            if color {
                let text = visible(text.strip_suffix('\r').unwrap_or(text));
                let _ = write!(out, "{style}{sign}{text}{style:#}{end}");
            } else {
                let _ = write!(out, "{sign}{text}{end}");
            }
        }
    }
    out
}

/// A path as git writes it: quoted when it holds a quote, a backslash or a control character.
fn header(prefix: &str, path: &str) -> String {
    if !path.contains(|character: char| character.is_control() || matches!(character, '"' | '\\')) {
        // A tab ends the name; git needs it where the name holds blanks.
        let end = if path.contains(' ') { "\t" } else { "" };
        return format!("{prefix}{path}{end}");
    }
    let mut quoted = format!("\"{prefix}");
    for character in path.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            _ if character.is_control() => {
                for byte in character.to_string().bytes() {
                    let _ = write!(quoted, "\\{byte:03o}");
                }
            }
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}
