//! `--format github`: workflow commands that GitHub Actions turns into annotations on a pull request.
//!
//! Invariant: a command is one line, whatever stands in messages and paths.
//! Syntax: docs.github.com, "Workflow commands for GitHub Actions", read in November 2026; the escapes are
//! those of the official toolkit (`%`, CR and LF everywhere, `:` and `,` also in properties).

use crate::Report;
use crate::places::Places;
use plimsoll_analysis::Severity;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Writes one workflow command for each diagnostic and for each file that could not be read.
///
/// # Errors
/// Those of `out`.
pub fn github(report: Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::new(report);
    for (at, file) in report.files.iter().enumerate() {
        for diagnostic in file.diagnostics {
            let source = places.file(at);
            let (start, end) = (source.place(diagnostic.range.start()), source.place(diagnostic.range.end()));
            let command = match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "notice",
            };
            let mut text = format!("::{command} file={},line={}", property(file.path), start.line);
            if start.line == end.line {
                let _ = write!(text, ",col={},endLine={},endColumn={}", start.column, end.line, end.column);
            } else {
                // GitHub takes columns only where a range stays on its line.
                let _ = write!(text, ",endLine={}", end.line);
            }
            let _ = write!(text, ",title={}::{}", property(diagnostic.rule.id), data(&diagnostic.message));
            for note in &diagnostic.notes {
                let _ = write!(text, "%0Anote: {}", data(note));
            }
            for fix in &diagnostic.fixes {
                let _ = write!(text, "%0Ahelp: {}", data(&fix.title));
            }
            writeln!(out, "{text}")?;
        }
    }
    for error in report.unreadable {
        writeln!(out, "::error file={}::{}", property(&error.path), data(&error.message))?;
    }
    Ok(())
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
