//! `--format junit`: the XML of JUnit, which nearly every CI shows as tests.
//!
//! Invariant: a file is a suite and a finding a test that failed; a file without findings is one test that passed, so
//! that nobody takes silence for a run that never was.

use crate::places::Places;
use crate::xml::{attribute, text};
use crate::{FileReport, Report, rule_url};
use plimsoll_analysis::Diagnostic;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Writes one document with all diagnostics, and with the files that could not be read.
///
/// # Errors
/// Those of `out`.
pub fn junit(report: Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::new(report);
    let tests = |file: &FileReport<'_>| file.diagnostics.len().max(1);
    let all: usize = report.files.iter().map(tests).sum();
    let failures: usize = report.files.iter().map(|file| file.diagnostics.len()).sum();
    let errors = report.unreadable.len();
    writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"plimsoll\" tests=\"{}\" \
         failures=\"{failures}\" errors=\"{errors}\">",
        all + errors
    )?;
    for (at, file) in report.files.iter().enumerate() {
        let path = attribute(file.path);
        let count = file.diagnostics.len();
        writeln!(out, "  <testsuite name=\"{path}\" tests=\"{}\" failures=\"{count}\" errors=\"0\">", tests(file))?;
        for it in file.diagnostics {
            let place = places.file(at).place(it.range.start());
            let (line, column) = (place.line, place.column);
            writeln!(
                out,
                "    <testcase name=\"{} at {line}:{column}\" classname=\"{path}\" file=\"{path}\" line=\"{line}\">\n      \
                 <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>",
                it.rule.id,
                it.severity.as_str(),
                attribute(&it.message),
                text(&body(file.path, (line, column), it))
            )?;
        }
        if count == 0 {
            writeln!(out, "    <testcase name=\"no findings\" classname=\"{path}\" file=\"{path}\"/>")?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    for it in report.unreadable {
        let (path, message) = (attribute(&it.path), attribute(&it.message));
        writeln!(
            out,
            "  <testsuite name=\"{path}\" tests=\"1\" failures=\"0\" errors=\"1\">\n    <testcase name=\"readable\" \
             classname=\"{path}\" file=\"{path}\">\n      <error message=\"{message}\"/>\n    </testcase>\n  \
             </testsuite>"
        )?;
    }
    writeln!(out, "</testsuites>")
}

fn body(path: &str, (line, column): (usize, usize), it: &Diagnostic) -> String {
    let mut body = format!("{path}:{line}:{column}: {}[{}]: {}", it.severity.as_str(), it.rule.id, it.message);
    for note in &it.notes {
        let _ = write!(body, "\nnote: {note}");
    }
    for fix in &it.fixes {
        let _ = write!(body, "\nhelp: {}", fix.title);
    }
    let _ = write!(body, "\nsee: {}", rule_url(it.rule));
    body
}
