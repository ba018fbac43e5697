//! What analysis says.
//!
//! Invariant: a diagnostic has exactly one primary range; its severity comes from the settings, never from
//! the rule.

use crate::{Question, Rule};
use plimsoll_text::{Edit, Edits, TextRange, size};

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
    /// The change, in bytes of the analysed file; empty when another file is to be changed.
    pub edits: Edits,
    /// The change of another file, if it is one.
    pub elsewhere: Option<Elsewhere>,
}

/// A change of another file of the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// Its path in the workspace.
    pub path: String,
    /// Whether the file is not there yet; then the one edit is its text.
    pub creates: bool,
    /// The change, in bytes of that file.
    pub edits: Edits,
}

impl Elsewhere {
    /// A new file. Its one edit is an insertion at the start.
    #[must_use]
    pub fn new_file(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), creates: true, edits: Edit::insert(0.into(), text.into()).into() }
    }

    /// Lines behind the last one of a file that is there and holds `text`, with the line ends that it has.
    #[must_use]
    pub fn lines_behind<'l>(path: &str, text: &str, lines: impl IntoIterator<Item = &'l str>) -> Self {
        let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let is_open = !text.is_empty() && !text.ends_with('\n');
        let mut added = String::from(if is_open { end } else { "" });
        for line in lines {
            added.push_str(line);
            added.push_str(end);
        }
        Self { path: path.to_owned(), creates: false, edits: Edit::insert(size(text.len()), added).into() }
    }
}

impl Fix {
    /// A fix that keeps the meaning of the file apart from what the rule promises.
    pub fn safe(title: impl Into<String>, edits: impl Into<Edits>) -> Self {
        Self { title: title.into(), applicability: Applicability::Safe, edits: edits.into(), elsewhere: None }
    }

    /// A fix that may change behaviour.
    pub fn r#unsafe(title: impl Into<String>, edits: impl Into<Edits>) -> Self {
        Self { title: title.into(), applicability: Applicability::Unsafe, edits: edits.into(), elsewhere: None }
    }

    /// A fix that leaves something to fill in.
    pub fn manual(title: impl Into<String>, edits: impl Into<Edits>) -> Self {
        Self { title: title.into(), applicability: Applicability::Manual, edits: edits.into(), elsewhere: None }
    }

    /// A fix of another file.
    pub fn elsewhere(title: impl Into<String>, applicability: Applicability, elsewhere: Elsewhere) -> Self {
        Self { title: title.into(), applicability, edits: Edits::default(), elsewhere: Some(elsewhere) }
    }

    /// The same, to be trusted no more than `most`.
    #[must_use]
    pub fn at_most(self, most: Applicability) -> Self {
        Self { applicability: self.applicability.min(most), ..self }
    }

    /// Whether it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty() && self.elsewhere.as_ref().is_none_or(|it| it.edits.is_empty())
    }
}
