//! `--format concise`: a line for each finding, as compilers print them.
//!
//! Invariant: a finding is one line, whatever stands in messages and paths. Editors read it as they read gcc, in Vim by
//! `errorformat=%f:%l:%c:\ %t%*[a-z]:\ %m`.

use crate::Report;
use crate::places::Places;
use plimsoll_analysis::Severity;
use std::io::{self, Write};

/// Writes `path:line:column: severity: message [rule]` for each diagnostic, and a line for each file that could not be
/// read. Lines and columns are from 1; columns count Unicode scalar values.
///
/// # Errors
/// Those of `out`.
pub fn concise(report: Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::new(report);
    for (at, file) in report.files.iter().enumerate() {
        for it in file.diagnostics {
            let place = places.file(at).place(it.range.start());
            let severity = match it.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            };
            let (path, message) = (one_line(file.path), one_line(&it.message));
            writeln!(out, "{path}:{}:{}: {severity}: {message} [{}]", place.line, place.column, it.rule.id)?;
        }
    }
    for it in report.unreadable {
        writeln!(out, "{}:1:1: error: {} [unreadable]", one_line(&it.path), one_line(&it.message))?;
    }
    Ok(())
}

fn one_line(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}
