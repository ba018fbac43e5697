//! What can be wrong with a configuration.
//!
//! Invariant: an error about a text carries the characters that it is about.

use plimsoll_text::{Encoding, LineIndex, TextRange};
use std::fmt;
use std::path::{Path, PathBuf};

/// Something in a configuration file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConfigError {
    /// The file is there but could not be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// A part of the file is not understood. The rest of it counts.
    Invalid {
        /// The file.
        path: PathBuf,
        /// The characters that are wrong, in bytes of the file.
        range: TextRange,
        /// Line, from 1.
        line: u32,
        /// Column in characters, from 1.
        column: u32,
        /// What is wrong, with what was probably meant.
        message: String,
        /// Whether it is passed over rather than wrong.
        is_warning: bool,
    },
}

impl ConfigError {
    pub(crate) fn at(path: &Path, text: &str, range: TextRange, message: impl Into<String>) -> Self {
        let position = LineIndex::new(text).position(text, range.start(), Encoding::Utf32);
        let (line, column) = (position.line + 1, position.column + 1);
        Self::Invalid { path: path.to_owned(), range, line, column, message: message.into(), is_warning: false }
    }

    /// The same as something that is passed over.
    pub(crate) fn into_warning(self) -> Self {
        match self {
            Self::Invalid { path, range, line, column, message, .. } => {
                Self::Invalid { path, range, line, column, message, is_warning: true }
            }
            unreadable @ Self::Unreadable { .. } => unreadable,
        }
    }

    /// Whether it is passed over rather than wrong: the run does not fail for it.
    #[must_use]
    pub fn is_warning(&self) -> bool {
        matches!(self, Self::Invalid { is_warning: true, .. })
    }

    /// The file that the error is about.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Unreadable { path, .. } | Self::Invalid { path, .. } => path,
        }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { path, reason } => write!(formatter, "{}: {reason}", path.display()),
            Self::Invalid { path, line, column, message, .. } => {
                write!(formatter, "{}:{line}:{column}: {message}", path.display())
            }
        }
    }
}

impl std::error::Error for ConfigError {}

/// `; did you mean `x`?` or nothing.
pub(crate) fn did_you_mean(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}
