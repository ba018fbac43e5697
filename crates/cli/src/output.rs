//! Writes findings in the format that was asked for, to where it was asked for.

use crate::arguments::{Format, Lint};
use crate::changes;
use crate::console::Console;
use crate::write;
use plimsoll_analysis::Analysis;
use plimsoll_files::Collected;
use plimsoll_report::{FileReport, ReadError, Report, Terminal};
use std::io::{self, Write};

/// What a run came to.
pub(crate) struct Outcome<'a> {
    pub(crate) collected: &'a Collected,
    /// One for each target.
    pub(crate) analyses: &'a [Analysis],
}

/// Columns of what is no terminal.
const WIDTH: usize = 140;

/// Writes the findings. When the text of stdin was fixed, that goes to stdout and the findings to stderr.
///
/// # Errors
/// The output cannot be written.
pub(crate) fn write(lint: &Lint, console: &Console, outcome: &Outcome<'_>, is_fixed_stdin: bool) -> io::Result<()> {
    let collected = outcome.collected;
    let files = file_reports(collected, outcome.analyses);
    let of_files = collected.problems.iter().filter(|problem| !problem.path.is_empty());
    let unreadable: Vec<ReadError> =
        of_files.map(|problem| ReadError { path: problem.path.clone(), message: problem.message.clone() }).collect();
    let text_of = |path: &str| collected.text_of(path);
    // For people the errors of the run are on stderr.
    let is_terminal = lint.format() == Format::Terminal;
    let report = Report { files: &files, unreadable: if is_terminal { &[] } else { &unreadable }, text_of: &text_of };
    if is_fixed_stdin {
        changes::show_stdin(console, collected)?;
    }
    if let Some(path) = &lint.output_file {
        let mut bytes = Vec::new();
        format(lint, report, console.colors_are_forced(), WIDTH, &mut bytes)?;
        return write::create(path, &bytes).map_err(io::Error::other);
    }
    let width = console.width().unwrap_or(WIDTH);
    if is_fixed_stdin {
        return console.stderr_findings(|color, out| format(lint, report, color, width, out));
    }
    console.stdout(|out| format(lint, report, console.stdout_has_colors(), width, out)).map(drop)
}

/// One for each target, in their order.
pub(crate) fn file_reports<'a>(collected: &'a Collected, analyses: &'a [Analysis]) -> Vec<FileReport<'a>> {
    let targets = collected.targets.iter().zip(analyses);
    let report = |(target, analysis): (&'a plimsoll_files::Target, &'a Analysis)| FileReport {
        path: &target.shown,
        kind: target.kind,
        text: &target.text,
        diagnostics: &analysis.diagnostics,
        suppressed: &analysis.suppressed,
        masked: Vec::new(),
    };
    targets.map(report).collect()
}

fn format(lint: &Lint, report: Report<'_>, color: bool, width: usize, out: &mut dyn Write) -> io::Result<()> {
    if lint.statistics && lint.format() == Format::Terminal {
        return out.write_all(plimsoll_report::statistics(report).as_bytes());
    }
    match lint.format() {
        Format::Json => plimsoll_report::json(report, out),
        Format::Sarif => plimsoll_report::sarif(report, out),
        Format::Github => plimsoll_report::github(report, out),
        Format::Gitlab => plimsoll_report::gitlab(report, out),
        Format::Junit => plimsoll_report::junit(report, out),
        Format::Concise => plimsoll_report::concise(report, out),
        Format::Checkstyle => plimsoll_report::checkstyle(report, out),
        Format::Terminal => {
            plimsoll_report::terminal(report, Terminal { color, width }, out)?;
            if lint.quiet || report.files.is_empty() {
                return Ok(());
            }
            writeln!(out, "{}", plimsoll_report::closing_line(&report.summary()))
        }
    }
}
