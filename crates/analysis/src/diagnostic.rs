//! What analysis says.
//!
//! Invariant: a diagnostic has exactly one primary range; its severity comes from the settings, never from
//! the rule.

use crate::{Question, Rule};
use plimsoll_text::{Edits, TextRange};

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Weakens the image or task, or fails in some cases.
    Warning,
    /// Cannot work, or must not be shipped.
    Error,
}

impl Severity {
    /// `"note"`, `"warning"` or `"error"`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One reported problem.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// How much it matters by the settings.
    pub severity: Severity,
    /// The characters that are wrong, in bytes of the analysed file.
    pub range: TextRange,
    /// What is there: lower case, no full stop, code in backticks.
    pub message: String,
    /// Other places of the same file, or of another file of the workspace, that explain it.
    pub labels: Vec<Label>,
    /// Why it matters.
    pub notes: Vec<String>,
    /// What can be done; the first is preferred.
    pub fixes: Vec<Fix>,
    /// Parts of the file that hold a secret: no output may show them.
    pub secrets: Vec<TextRange>,
    /// What the network would have to answer for a fix, or a better one, and has not.
    pub questions: Vec<Question>,
}

/// A secondary place with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Path of another file of the workspace; `None` for the analysed file.
    pub path: Option<String>,
    /// The place, in bytes of that file.
    pub range: TextRange,
    /// What is there.
    pub text: String,
}

/// How far a fix may be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Applicability {
    /// It holds something that the user must fill in or choose; editor only.
    Manual,
    /// It may change behaviour; wants `--unsafe-fixes` or a click.
    Unsafe,
    /// The same meaning apart from what the rule promises, comments kept.
    Safe,
}

impl Applicability {
    /// `"manual"`, `"unsafe"` or `"safe"`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Manual => "manual",
            Self::Unsafe => "unsafe",
            Self::Safe => "safe",
        }
    }
}

/// A change that mends a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an order: "pin the tag to `12.11`".
    pub title: String,
    /// How far it may be trusted.
    pub applicability: Applicability,
    /// The change, in bytes of the analysed file.
    pub edits: Edits,
}

impl Fix {
    /// A fix that keeps the meaning of the file apart from what the rule promises.
    pub fn safe(title: impl Into<String>, edits: impl Into<Edits>) -> Self {
        Self { title: title.into(), applicability: Applicability::Safe, edits: edits.into() }
    }

    /// A fix that may change behaviour.
    pub fn r#unsafe(title: impl Into<String>, edits: impl Into<Edits>) -> Self {
        Self { title: title.into(), applicability: Applicability::Unsafe, edits: edits.into() }
    }

    /// A fix that leaves something to fill in.
    pub fn manual(title: impl Into<String>, edits: impl Into<Edits>) -> Self {
        Self { title: title.into(), applicability: Applicability::Manual, edits: edits.into() }
    }
}
