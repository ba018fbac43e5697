//! `--format gitlab`: the report that GitLab shows in merge requests as Code Quality.
//!
//! Invariant: a fingerprint outlives moved lines, so that GitLab tells new findings from old ones. Format:
//! docs.gitlab.com, "Code Quality", read in November 2026.

use crate::Report;
use crate::fingerprint::Fingerprints;
use crate::places::Places;
use plimsoll_analysis::Severity;
use serde::Serialize;
use std::io::{self, Write};

/// Writes one list with all diagnostics, and with the files that could not be read.
///
/// # Errors
/// Those of `out`.
pub fn gitlab(report: Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::new(report);
    let mut issues = Vec::new();
    for (at, file) in report.files.iter().enumerate().filter(|(_, file)| !file.diagnostics.is_empty()) {
        let source = places.file(at);
        let mut fingerprints = Fingerprints::default();
        for it in file.diagnostics {
            let (start, end) = (source.place(it.range.start()), source.place(it.range.end()));
            issues.push(Issue {
                description: it.message.clone(),
                check_name: it.rule.id,
                fingerprint: fingerprints.in_file(file.path, it.rule.id, &source, it.range),
                severity: match it.severity {
                    Severity::Error => "critical",
                    Severity::Warning => "major",
                    Severity::Note => "info",
                },
                location: Location { path: file.path, lines: Lines { begin: start.line, end: end.line } },
            });
        }
    }
    for error in report.unreadable {
        issues.push(Issue {
            description: error.message.clone(),
            check_name: "unreadable",
            fingerprint: format!("unreadable {}", error.path),
            severity: "blocker",
            location: Location { path: &error.path, lines: Lines { begin: 1, end: 1 } },
        });
    }
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}
