//! Output for people: the source with its findings, as rustc shows them.
//!
//! Invariant: nothing that stands in a file reaches the terminal other than as visible text, and a secret
//! reaches it only blotted out. The cost of a diagnostic does not grow with the size of its file.

mod patch;
pub(crate) mod visible;
mod window;

pub(crate) use visible::{visible, visible_lines};

use crate::input::counted;
use crate::places::{Places, Source};
use crate::{Report, Summary, rule_url};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use plimsoll_analysis::{Diagnostic, Severity};
use std::io::{self, Write};
use std::rc::Rc;
use window::{Mark, windows};

/// What the terminal can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terminal {
    /// Whether to write colours and links.
    pub color: bool,
    /// Its width in columns.
    pub width: usize,
}

impl Default for Terminal {
    /// No colours, 140 columns: what a file or a pipe gets.
    fn default() -> Self {
        Self { color: false, width: 140 }
    }
}

/// Writes each diagnostic with its source, each followed by an empty line, then the files that could not be read.
/// [`closing_line`] is the caller's to print.
///
/// # Errors
/// Those of `out`.
pub fn terminal(report: Report<'_>, terminal: Terminal, out: &mut dyn Write) -> io::Result<()> {
    let renderer = if terminal.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(terminal.width.max(40));
    let mut places = Places::new(report);
    for (at, file) in report.files.iter().enumerate() {
        for diagnostic in file.diagnostics {
            let source = places.file(at);
            let text = render(diagnostic, file.path, &source, &mut places, &renderer, terminal.color);
            out.write_all(text.as_bytes())?;
            out.write_all(b"\n")?;
        }
    }
    for error in report.unreadable {
        let message = format!("{}: {}", visible(&error.path), visible(&error.message));
        let group = [Group::with_title(Level::ERROR.primary_title(message))];
        writeln!(out, "{}\n", renderer.render(&group))?;
    }
    Ok(())
}

/// `Found 3 errors and 1 note in 4 files; 2 can be fixed with …`, without a line end.
#[must_use]
pub fn closing_line(summary: &Summary) -> String {
    let unreadable = match summary.unreadable {
        0 => String::new(),
        count => format!("; {} could not be read", counted(count, "file")),
    };
    let found: Vec<String> = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.notes, "note")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| counted(count, noun))
        .collect();
    if found.is_empty() {
        return format!("No problems found in {}{unreadable}.", counted(summary.files, "file"));
    }
    let fixes = match (summary.fixable_safe, summary.fixable_unsafe) {
        (0, 0) => String::new(),
        (safe, 0) => format!("; {safe} can be fixed with `--fix`"),
        (0, more) => format!("; {more} can be fixed with `--unsafe-fixes`"),
        (safe, more) => format!("; {safe} can be fixed with `--fix`, {more} more with `--unsafe-fixes`"),
    };
    format!("Found {} in {}{fixes}{unreadable}.", found.join(", "), counted(summary.files_with_findings, "file"))
}

fn render<'a>(
    diagnostic: &Diagnostic,
    path: &str,
    source: &Rc<Source<'a>>,
    places: &mut Places<'a>,
    renderer: &Renderer,
    color: bool,
) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let url = rule_url(diagnostic.rule);
    let title = level.primary_title(visible(&diagnostic.message)).id(diagnostic.rule.id).id_url(url.as_str());
    let mut group = Group::with_title(title);
    let mut seen = Seen::default();
    let mut unseen = Vec::new();

    let here = |label: &&plimsoll_analysis::Label| label.path.as_deref().is_none_or(|other| other == path);
    let mut marks = vec![Mark { range: diagnostic.range, label: None, primary: true }];
    marks.extend(diagnostic.labels.iter().filter(here).map(|label| Mark {
        range: label.range,
        label: Some(&label.text),
        primary: false,
    }));
    group = snippets(group, path, source, &marks, &mut seen);

    let mut others: Vec<&str> = Vec::new();
    for other in diagnostic.labels.iter().filter(|label| !here(label)).filter_map(|label| label.path.as_deref()) {
        if !others.contains(&other) {
            others.push(other);
        }
    }
    for other in others {
        let labels = diagnostic.labels.iter().filter(|label| label.path.as_deref() == Some(other));
        let Some(source) = places.at_path(other) else {
            unseen.extend(labels.map(|label| format!("{}: {}", visible(other), visible(&label.text))));
            continue;
        };
        let marks: Vec<Mark<'_>> =
            labels.map(|label| Mark { range: label.range, label: Some(&label.text), primary: false }).collect();
        group = snippets(group, other, &source, &marks, &mut seen);
    }

    for note in unseen.iter().map(String::as_str).chain(diagnostic.notes.iter().map(String::as_str)) {
        group = group.element(Level::NOTE.message(visible_lines(note)));
    }
    let first = diagnostic.fixes.first().and_then(|fix| Some((fix, patch::file(fix, source, places)?)));
    let preferred = first.filter(|(fix, file)| patch::fits(file, fix));
    for fix in diagnostic.fixes.iter().skip(usize::from(preferred.is_some())) {
        group = group.element(Level::HELP.message(visible(&fix.title)));
    }
    group = group.element(Level::INFO.with_name("see").message(url.as_str()));
    let mut text = renderer.render(&[group]);
    for (shown, place) in seen.moved {
        text = text.replacen(&shown, &place, 1);
    }
    text.push('\n');
    if let Some((fix, file)) = &preferred {
        patch::patch(file, fix, seen.last_line, color, &mut text);
    }
    text
}

/// Adds the windows that `marks` need, each below the place that it shows.
fn snippets<'a>(
    mut group: Group<'a>,
    path: &str,
    source: &Source<'_>,
    marks: &[Mark<'a>],
    seen: &mut Seen,
) -> Group<'a> {
    let path = visible(path);
    for window in windows(source, marks) {
        seen.last_line = window.last_line.max(seen.last_line);
        if let Some((shown, column)) = window.moved {
            let place = |column| format!("{path}:{}:{column}\n", window.moved_line);
            seen.moved.push((place(shown), place(column)));
        }
        let annotations = window.marks.into_iter().map(|(span, label, primary)| {
            let kind = if primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            let annotation = kind.span(span);
            match label {
                Some(label) => annotation.label(visible(label)),
                None => annotation,
            }
        });
        let snippet = Snippet::source(window.text).path(path.clone()).line_start(window.first_line);
        group = group.element(snippet.annotations(annotations));
    }
    group
}

/// What the snippets of a diagnostic have shown.
#[derive(Default)]
struct Seen {
    /// The highest line number.
    last_line: usize,
    /// Places that the renderer names by the column in a line whose start was cut off, and what they are.
    moved: Vec<(String, String)>,
}
