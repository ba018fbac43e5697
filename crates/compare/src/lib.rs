//! What changed between two task definitions, and how much it matters.
//!
//! Invariant: how a file is written does not count: the order of keys and of named things, fields that only ECS writes,
//! values that ECS fills in anyway, numbers written as strings, and empty lists. The value of a secret is never given.
//!
//! ```
//! let old = plimsoll_json::parse(r#"{"containerDefinitions": [{"name": "web", "image": "web:1"}]}"#);
//! let new = plimsoll_json::parse(r#"{"containerDefinitions": [{"image": "web:2", "essential": true, "name": "web"}]}"#);
//! let changes = plimsoll_compare::compare(&old, &new);
//! assert_eq!(changes.len(), 1);
//! assert_eq!(changes[0].path, "containerDefinitions[web].image");
//! ```

mod judge;
mod value;
mod walk;

use plimsoll_json::Document;

/// How much a change matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Worth knowing.
    Note,
    /// Another thing runs, or it runs with other rights, data or resources.
    Warning,
    /// The task gets rights over the machine that it did not have.
    Error,
}

impl Level {
    /// `note`, `warning` or `error`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where: `containerDefinitions[web].portMappings[8080/tcp].hostPort`.
    pub path: String,
    /// How much it matters.
    pub level: Level,
    /// What comes of it, in words; empty when that is up to the application.
    pub meaning: &'static str,
    /// What stood there; `None` if it was added. Secrets are masked.
    pub old: Option<String>,
    /// What stands there now; `None` if it was removed. Secrets are masked.
    pub new: Option<String>,
}

/// Compares two documents, each in any shape in which a task definition is written. Cannot fail; what is broken in a
/// document counts as not there. The changes come in the order of the paths, the task's own first.
#[must_use]
pub fn compare(old: &Document<'_>, new: &Document<'_>) -> Vec<Change> {
    let (old, new) = (value::of(old), value::of(new));
    let mut changes = walk::changes(&old, &new);
    changes.sort_by(|left, right| {
        let key = |it: &Change| (it.path.starts_with("containerDefinitions"), it.path.clone());
        key(left).cmp(&key(right))
    });
    changes
}
