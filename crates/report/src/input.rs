//! What is reported on: the files, what was found in them, and the counts.
//!
//! Invariant: a report borrows what analysis gave; it adds nothing and leaves nothing out.

use plimsoll_analysis::{Applicability, Diagnostic, FileKind, Severity, Suppressed};
use plimsoll_text::TextRange;

/// The outcome of a run, in the order in which it is shown.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// The files that were analysed, also those without findings.
    pub files: &'a [FileReport<'a>],
    /// The files that could not be read.
    pub unreadable: &'a [ReadError],
    /// The text of a file of the workspace that a label points into, by its path.
    pub text_of: &'a (dyn Fn(&str) -> Option<&'a str> + 'a),
}

/// One analysed file and what was found in it.
#[derive(Debug, Clone)]
pub struct FileReport<'a> {
    /// Path with `/` between folders, as it is shown.
    pub path: &'a str,
    /// What it is.
    pub kind: FileKind,
    /// The text that was analysed; ranges are bytes of it.
    pub text: &'a str,
    /// What is reported, sorted by place.
    pub diagnostics: &'a [Diagnostic],
    /// What was kept quiet. Only SARIF lists it; the others count it.
    pub suppressed: &'a [Suppressed],
    /// Parts that no output may show, besides the secrets that the diagnostics name.
    pub masked: Vec<TextRange>,
}

/// A file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// Path as it is shown.
    pub path: String,
    /// What went wrong.
    pub message: String,
}

impl<'a> Report<'a> {
    /// A report on `files` without read errors, whose labels point into no other file.
    #[must_use]
    pub fn new(files: &'a [FileReport<'a>]) -> Self {
        Self { files, unreadable: &[], text_of: &|_| None }
    }

    /// The counts.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut summary = Summary { files: self.files.len(), unreadable: self.unreadable.len(), ..Summary::default() };
        for file in self.files {
            summary.files_with_findings += usize::from(!file.diagnostics.is_empty());
            summary.suppressed += file.suppressed.len();
            for diagnostic in file.diagnostics {
                match diagnostic.severity {
                    Severity::Error => summary.errors += 1,
                    Severity::Warning => summary.warnings += 1,
                    Severity::Note => summary.notes += 1,
                }
                match preferred(diagnostic) {
                    Some(Applicability::Safe) => summary.fixable_safe += 1,
                    Some(Applicability::Unsafe) => summary.fixable_unsafe += 1,
                    _ => {}
                }
            }
        }
        summary
    }
}

/// The counts of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Files that were analysed.
    pub files: usize,
    /// Files with at least one diagnostic.
    pub files_with_findings: usize,
    /// Diagnostics that are errors.
    pub errors: usize,
    /// Diagnostics that are warnings.
    pub warnings: usize,
    /// Diagnostics that are notes.
    pub notes: usize,
    /// Diagnostics whose preferred fix is safe.
    pub fixable_safe: usize,
    /// Diagnostics whose preferred fix is unsafe.
    pub fixable_unsafe: usize,
    /// Diagnostics that were kept quiet.
    pub suppressed: usize,
    /// Files that could not be read.
    pub unreadable: usize,
}

/// How far the preferred fix of `diagnostic` may be trusted; `None` without a fix.
pub(crate) fn preferred(diagnostic: &Diagnostic) -> Option<Applicability> {
    diagnostic.fixes.first().map(|fix| fix.applicability)
}

/// `"1 file"`, `"2 files"`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
