//! The output of `plimsoll hadolint`: findings as hadolint writes them, in all of its formats.
//!
//! Invariant: keys, their order, words for severities, line ends and what stands between two findings are hadolint's
//! (2.15.1, 2026-11); a test of the whole command compares them with the real one. The messages are ours.
//!
//! The line is hadolint's, too: the one on which the instruction begins, so that a list of known findings still fits.
//! A finding that begins on that line has its true column, where hadolint always says 1; one further down has column 1,
//! and its place at the end of the message.

mod json;
mod text;
mod xml;

use crate::FileReport;
use crate::fingerprint::Fingerprints;
use crate::places::Source;
use plimsoll_analysis::{Diagnostic, HadolintSeverity, InstructionRanges, Level, Preset, Rule};
use std::io::{self, Write};

/// The version of hadolint that the output is like.
pub const HADOLINT_VERSION: &str = "2.15.1";

/// hadolint's code for what no builder reads.
const UNREADABLE: &str = "DL1000";

/// A format of hadolint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HadolintFormat {
    /// For people.
    Tty,
    /// One list.
    Json,
    /// XML of checkstyle.
    Checkstyle,
    /// Issues of Code Climate, each with a NUL behind it.
    Codeclimate,
    /// One list of Code Climate's issues with fingerprints.
    GitlabCodeclimate,
    /// As compilers of GNU write.
    Gnu,
    /// Objects of Codacy, nothing between them.
    Codacy,
    /// Generic issues of SonarQube.
    Sonarqube,
    /// SARIF 2.1.0.
    Sarif,
    /// XML of JUnit.
    Junit,
}

impl HadolintFormat {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Tty,
        Self::Json,
        Self::Checkstyle,
        Self::Codeclimate,
        Self::GitlabCodeclimate,
        Self::Gnu,
        Self::Codacy,
        Self::Sonarqube,
        Self::Sarif,
        Self::Junit,
    ];

    /// hadolint's word for it: `"gitlab_codeclimate"`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tty => "tty",
            Self::Json => "json",
            Self::Checkstyle => "checkstyle",
            Self::Codeclimate => "codeclimate",
            Self::GitlabCodeclimate => "gitlab_codeclimate",
            Self::Gnu => "gnu",
            Self::Codacy => "codacy",
            Self::Sonarqube => "sonarqube",
            Self::Sarif => "sarif",
            Self::Junit => "junit",
        }
    }

    /// Reads hadolint's word; `None` for anything else.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == word)
    }

    /// Whether another path may be written in place of the file's. The other formats keep the true one.
    #[must_use]
    pub fn takes_another_path(self) -> bool {
        matches!(self, Self::Checkstyle | Self::Codeclimate | Self::GitlabCodeclimate | Self::Sonarqube | Self::Junit)
    }

    /// Whether findings make the command fail in this format; the services that read the others decide themselves.
    #[must_use]
    pub fn can_fail(self) -> bool {
        !matches!(self, Self::Codeclimate | Self::Codacy)
    }
}

/// A file with what was found in it.
#[derive(Debug, Clone)]
pub struct HadolintFile<'a> {
    path: &'a str,
    findings: Vec<Finding>,
}

#[derive(Debug, Clone)]
struct Finding {
    code: &'static str,
    severity: HadolintSeverity,
    line: usize,
    column: usize,
    message: String,
    fingerprint: String,
}

impl<'a> HadolintFile<'a> {
    /// What was found in `file`, in the order of lines, at the severities that `severity` gives.
    #[must_use]
    pub fn new(file: &FileReport<'a>, severity: impl Fn(&Rule) -> HadolintSeverity) -> Self {
        let source = Source::of(file);
        let ranges = InstructionRanges::of(file.text);
        let mut fingerprints = Fingerprints::default();
        let finding = |it: &Diagnostic| Finding {
            fingerprint: fingerprints.in_file(file.path, it.rule.id, &source, it.range),
            ..finding(it, &source, &ranges, severity(it.rule))
        };
        let mut findings: Vec<Finding> = file.diagnostics.iter().map(finding).collect();
        findings.sort_by_key(|finding| finding.line);
        Self { path: file.path, findings }
    }

    /// The gravest severity that was found; `None` without findings.
    #[must_use]
    pub fn gravest(&self) -> Option<HadolintSeverity> {
        self.findings.iter().map(|finding| finding.severity).max()
    }

    /// The same under another path.
    #[must_use]
    pub fn under(self, path: &'a str) -> Self {
        Self { path, ..self }
    }
}

fn finding(it: &Diagnostic, source: &Source<'_>, ranges: &InstructionRanges, severity: HadolintSeverity) -> Finding {
    let (place, start) = (source.place(it.range.start()), source.place(ranges.start_around(it.range.start())));
    let mut message = it.message.clone();
    let code = match it.rule.hadolint_code() {
        Some(code) => code,
        // A rule that hadolint lacks and somebody asked for.
        None if it.rule.level_in(Preset::Hadolint) == Level::Off => it.rule.id,
        None => {
            // Whoever wants to ignore it needs its name.
            message.push_str(&format!(" ({})", it.rule.id));
            UNREADABLE
        }
    };
    let mut column = place.column;
    if place.line != start.line {
        message.push_str(&format!(" (line {}, column {column})", place.line));
        column = 1;
    }
    Finding { code, severity, line: start.line, column, message, fingerprint: String::new() }
}

impl Finding {
    fn is_parse_error(&self) -> bool {
        self.code == UNREADABLE
    }
}

/// How to write.
#[derive(Debug, Clone, Copy)]
pub struct HadolintStyle {
    /// The format.
    pub format: HadolintFormat,
    /// Whether the format for people has colours.
    pub color: bool,
    /// Seconds since 1970, for the one format that wants to know when.
    pub now: u64,
}

/// Writes the findings of `files` as hadolint does.
///
/// # Errors
/// Those of `out`.
pub fn hadolint(files: &[HadolintFile<'_>], style: HadolintStyle, out: &mut dyn Write) -> io::Result<()> {
    match style.format {
        HadolintFormat::Tty => text::tty(files, style.color, out),
        HadolintFormat::Gnu => text::gnu(files, out),
        HadolintFormat::Json => json::json(files, out),
        HadolintFormat::Codeclimate => json::codeclimate(files, out),
        HadolintFormat::GitlabCodeclimate => json::gitlab_codeclimate(files, out),
        HadolintFormat::Codacy => json::codacy(files, out),
        HadolintFormat::Sonarqube => json::sonarqube(files, out),
        HadolintFormat::Sarif => json::sarif(files, out),
        HadolintFormat::Checkstyle => xml::checkstyle(files, out),
        HadolintFormat::Junit => xml::junit(files, style.now, out),
    }
}

/// All findings with the paths of their files.
fn all<'f>(files: &'f [HadolintFile<'_>]) -> impl Iterator<Item = (&'f str, &'f Finding)> {
    files.iter().flat_map(|file| file.findings.iter().map(|finding| (file.path, finding)))
}

#[cfg(test)]
mod tests {
    use super::HadolintFormat;

    #[test]
    fn every_format_is_read_back() {
        for format in HadolintFormat::ALL {
            assert_eq!(HadolintFormat::parse(format.as_str()), Some(format));
        }
    }
}
