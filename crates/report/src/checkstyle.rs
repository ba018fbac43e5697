//! `--format checkstyle`: the XML of checkstyle, which Jenkins and many others read.
//!
//! Invariant: every file that was read or could not be read has its element.

use crate::Report;
use crate::places::Places;
use crate::xml::attribute;
use plimsoll_analysis::Severity;
use std::io::{self, Write};

/// Writes one document with all diagnostics, and with the files that could not be read.
///
/// # Errors
/// Those of `out`.
pub fn checkstyle(report: Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::new(report);
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">")?;
    for (at, file) in report.files.iter().enumerate() {
        writeln!(out, "  <file name=\"{}\">", attribute(file.path))?;
        for it in file.diagnostics {
            let place = places.file(at).place(it.range.start());
            let severity = match it.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "info",
            };
            error(out, (place.line, place.column), severity, &it.message, it.rule.id)?;
        }
        writeln!(out, "  </file>")?;
    }
    for it in report.unreadable {
        writeln!(out, "  <file name=\"{}\">", attribute(&it.path))?;
        error(out, (1, 1), "error", &it.message, "unreadable")?;
        writeln!(out, "  </file>")?;
    }
    writeln!(out, "</checkstyle>")
}

fn error(
    out: &mut dyn Write,
    (line, column): (usize, usize),
    severity: &str,
    message: &str,
    source: &str,
) -> io::Result<()> {
    let message = attribute(message);
    writeln!(
        out,
        "    <error line=\"{line}\" column=\"{column}\" severity=\"{severity}\" message=\"{message}\" \
         source=\"plimsoll.{source}\"/>"
    )
}
