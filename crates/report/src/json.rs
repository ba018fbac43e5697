//! `--format json`: the contract that docs/json.md documents.
//!
//! Invariant: lines and columns are from 1, columns in characters, offsets in bytes from 0; a key is never
//! left out. A change that a reader could trip over raises [`VERSION`].

use crate::places::{Places, Source};
use crate::{FileReport, Report, rule_url};
use plimsoll_analysis::{Diagnostic, FileKind, Preset, SourceFile, registry, value_paths};
use plimsoll_text::{TextRange, TextSize};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::rc::Rc;

const VERSION: u32 = 1;

/// Writes the diagnostics as one JSON document.
///
/// # Errors
/// Those of `out`.
pub fn json(report: Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut places = Places::new(report);
    let mut diagnostics = Vec::new();
    for (at, file) in report.files.iter().enumerate() {
        for (it, value_path) in file.diagnostics.iter().zip(value_paths_of(file)) {
            let source = places.file(at);
            diagnostics.push(diagnostic(it, file.path, value_path, &source, &mut places));
        }
    }
    let files = report.files.iter().map(|file| File { path: file.path, kind: file.kind.as_str() }).collect();
    let counts = report.summary();
    let summary = Summary {
        files: counts.files,
        errors: counts.errors,
        warnings: counts.warnings,
        notes: counts.notes,
        fixable: Fixable { safe: counts.fixable_safe, r#unsafe: counts.fixable_unsafe },
        suppressed: counts.suppressed,
        unreadable: report.unreadable.iter().map(|it| Unreadable { path: &it.path, message: &it.message }).collect(),
    };
    print(&Document { version: VERSION, diagnostics, files, summary }, out)
}

/// Writes all rules as one JSON document.
///
/// # Errors
/// Those of `out`.
pub fn rules_json(out: &mut dyn Write) -> io::Result<()> {
    let rules = registry::rules().map(|(group, rule)| Rule {
        id: rule.id,
        aliases: rule.aliases,
        group: group.name,
        summary: rule.summary,
        levels: Preset::ALL.into_iter().map(|it| (it.as_str(), rule.level_in(it).as_str())).collect(),
        fix: rule.fix.as_str(),
        since: rule.since,
    });
    print(&Rules { rules: rules.collect() }, out)
}

fn print(document: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, document)?;
    out.write_all(b"\n")
}

/// Where in a task definition the findings are, as the configuration names such places.
fn value_paths_of(file: &FileReport<'_>) -> Vec<Option<String>> {
    if file.diagnostics.is_empty() || !(file.kind == FileKind::TaskDefinition || file.kind.is_carrier()) {
        return vec![None; file.diagnostics.len()];
    }
    let source = SourceFile::new(file.path, file.text, file.kind);
    value_paths(&source, file.diagnostics.iter().map(|it| it.range.start()))
}

fn diagnostic<'a>(
    it: &'a Diagnostic,
    path: &'a str,
    value_path: Option<String>,
    source: &Source<'_>,
    places: &mut Places<'_>,
) -> Finding<'a> {
    let labels = it.labels.iter().map(|label| {
        let other = label.path.as_deref().filter(|other| *other != path);
        let range = match other {
            None => Some(range(source, label.range)),
            Some(other) => places.at_path(other).map(|source| range(&source, label.range)),
        };
        Label { path: other.unwrap_or(path), range, text: &label.text }
    });
    let labels = labels.collect();
    let fixes = it.fixes.iter().map(|fix| Fix {
        title: &fix.title,
        applicability: fix.applicability.as_str(),
        edits: edits(&fix.edits, source),
        elsewhere: fix.elsewhere.as_ref().and_then(|it| elsewhere(it, places)),
    });
    Finding {
        rule: it.rule.id,
        aliases: it.rule.aliases,
        severity: it.severity.as_str(),
        path,
        value_path,
        range: range(source, it.range),
        message: &it.message,
        labels,
        notes: &it.notes,
        fixes: fixes.collect(),
        url: rule_url(it.rule),
    }
}

fn edits<'a>(edits: &'a plimsoll_text::Edits, source: &Source<'_>) -> Vec<Edit<'a>> {
    edits.iter().map(|edit| Edit { range: range(source, edit.range), text: &edit.text }).collect()
}

/// `None` when the text of the file is not at hand.
fn elsewhere<'a>(it: &'a plimsoll_analysis::Elsewhere, places: &mut Places<'_>) -> Option<Elsewhere<'a>> {
    let source = if it.creates { Rc::new(Source::new("", Vec::new())) } else { places.at_path(&it.path)? };
    Some(Elsewhere { path: &it.path, creates: it.creates, edits: edits(&it.edits, &source) })
}

fn range(source: &Source<'_>, range: TextRange) -> Range {
    Range { start: point(source, range.start()), end: point(source, range.end()) }
}

fn point(source: &Source<'_>, offset: TextSize) -> Point {
    let place = source.place(offset);
    Point { line: place.line, column: place.column, offset: offset.into() }
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    diagnostics: Vec<Finding<'a>>,
    files: Vec<File<'a>>,
    summary: Summary<'a>,
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    aliases: &'a [&'a str],
    severity: &'a str,
    path: &'a str,
    /// `containerDefinitions[web].user`; `None` outside of task definitions.
    value_path: Option<String>,
    range: Range,
    message: &'a str,
    labels: Vec<Label<'a>>,
    notes: &'a [String],
    fixes: Vec<Fix<'a>>,
    url: String,
}

#[derive(Serialize)]
struct Range {
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
    offset: u32,
}

#[derive(Serialize)]
struct Label<'a> {
    path: &'a str,
    /// `None` when the text of the file is not at hand.
    range: Option<Range>,
    text: &'a str,
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    applicability: &'a str,
    edits: Vec<Edit<'a>>,
    /// What another file needs, in place of `edits`.
    elsewhere: Option<Elsewhere<'a>>,
}

#[derive(Serialize)]
struct Elsewhere<'a> {
    path: &'a str,
    creates: bool,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    range: Range,
    text: &'a str,
}

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    kind: &'a str,
}

#[derive(Serialize)]
struct Summary<'a> {
    files: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    fixable: Fixable,
    suppressed: usize,
    unreadable: Vec<Unreadable<'a>>,
}

#[derive(Serialize)]
struct Fixable {
    safe: usize,
    r#unsafe: usize,
}

#[derive(Serialize)]
struct Unreadable<'a> {
    path: &'a str,
    message: &'a str,
}

#[derive(Serialize)]
struct Rules {
    rules: Vec<Rule>,
}

#[derive(Serialize)]
struct Rule {
    id: &'static str,
    aliases: &'static [&'static str],
    group: &'static str,
    summary: &'static str,
    levels: BTreeMap<&'static str, &'static str>,
    fix: &'static str,
    since: &'static str,
}
