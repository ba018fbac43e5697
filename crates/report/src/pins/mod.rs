//! What `plimsoll pin` says: a table for people, a document for programs.
//!
//! Invariant: both are made of the same rows, in the order of files and places.

mod json;
mod table;

pub use json::pins_json;
pub use table::{pins_closing_line, pins_table};

/// One reference and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinRow {
    /// The file as it is shown.
    pub path: String,
    /// Line of the reference, from 1.
    pub line: u32,
    /// Column of the reference, from 1, in characters.
    pub column: u32,
    /// What it refers to.
    pub kind: PinKind,
    /// The image with its tag, or the name of the package.
    pub name: String,
    /// What pinned it before: a digest, or a version specifier. `None` when nothing did.
    pub old: Option<String>,
    /// What pins it now, or would.
    pub new: Option<String>,
    /// When that was pushed or built, as the registry says: RFC 3339 or the date of an HTTP header.
    pub date: Option<String>,
    /// What became of it.
    pub status: PinStatus,
    /// Why it was skipped or failed, or what else there is to say.
    pub message: Option<String>,
}

/// What a reference refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PinKind {
    /// An image of a registry.
    Image,
    /// A Python package.
    Requirement,
}

/// What became of a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PinStatus {
    /// It had no pin and got one.
    Pinned,
    /// Its pin was moved to what the tag names now.
    Updated,
    /// A bare digest got the tag that names it.
    Tagged,
    /// It is pinned, and nobody asked for more.
    Current,
    /// It has no pin; only looked at.
    Unpinned,
    /// Its tag names other bytes than its pin; only looked at.
    Moved,
    /// It is left as it is, for a reason.
    Skipped,
    /// The registry or index gave no answer.
    Failed,
}

impl PinKind {
    /// `"image"` or `"requirement"`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Requirement => "requirement",
        }
    }
}

impl PinStatus {
    /// One lower-case word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pinned => "pinned",
            Self::Updated => "updated",
            Self::Tagged => "tagged",
            Self::Current => "current",
            Self::Unpinned => "unpinned",
            Self::Moved => "moved",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
        }
    }
}
