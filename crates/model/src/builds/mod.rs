//! The builds that Compose and Bake files ask for: which Dockerfile, which context, which stage.
//!
//! Invariant: a value that holds a variable is unknown, never a path or name.

mod bake;
mod compose;
mod inline;
mod service;

pub use bake::{bake, bake_errors, bake_inlines};
pub use compose::{compose, compose_errors, compose_inlines};
pub use inline::Inline;
pub use service::{ComposeImage, ComposeService, compose_services};

use plimsoll_text::TextRange;

/// One build: `services.NAME.build` of a Compose file, or a target of a Bake file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildTarget {
    /// The service or target.
    pub name: String,
    /// The folder of the context as written; `.` when nothing is said.
    pub context: Setting,
    /// The Dockerfile as written, relative to the context; `Dockerfile` when nothing is said.
    pub dockerfile: Setting,
    /// The stage to build; the last one when nothing is said.
    pub target: Setting,
    /// Names of further contexts, which `--from` may mean.
    pub contexts: Vec<String>,
    /// The platforms that it is built for (`linux/arm64`), as far as they are written out.
    pub platforms: Vec<String>,
    /// What the image that it makes is called, as far as that is written out.
    pub images: Vec<String>,
}

/// What a build says about one thing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Setting {
    /// Nothing.
    #[default]
    Absent,
    /// This.
    Known {
        /// The value.
        text: String,
        /// Where it is written to the letter; `None` when it is written in another way.
        range: Option<TextRange>,
    },
    /// Something that the file alone does not say.
    Unknown,
}

impl Setting {
    /// The value; `default` when nothing is said, `None` when it is unknown.
    #[must_use]
    pub fn or<'s>(&'s self, default: &'s str) -> Option<&'s str> {
        match self {
            Self::Absent => Some(default),
            Self::Known { text, .. } => Some(text),
            Self::Unknown => None,
        }
    }

    /// A value; unknown when it holds a variable or placeholder.
    fn new(text: &str, range: Option<TextRange>) -> Self {
        if text.contains('$') || text.contains("{{") {
            return Self::Unknown;
        }
        Self::Known { text: text.to_owned(), range }
    }
}

impl BuildTarget {
    /// The folder of the context in the workspace, when the file that asks for the build stands in `folder`. `None` for
    /// one that is unknown, elsewhere, or no folder.
    #[must_use]
    pub fn context_in(&self, folder: &str) -> Option<String> {
        let context = self.context.or(".")?;
        let is_remote = context.contains("://") || context.starts_with("git@") || context.ends_with(".git");
        if is_remote || context == "-" {
            return None;
        }
        join(folder, context)
    }

    /// The path of the Dockerfile in the workspace, when the file that asks for the build stands in `folder`.
    #[must_use]
    pub fn dockerfile_in(&self, folder: &str) -> Option<String> {
        join(&self.context_in(folder)?, self.dockerfile.or("Dockerfile")?)
    }
}

/// `path` as seen from `folder`, without `.` and `..`; `None` above the root and for absolute paths.
fn join(folder: &str, path: &str) -> Option<String> {
    if path.starts_with(['/', '~', '\\']) || path.contains(":\\") {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop()?,
            other => parts.push(other),
        }
    }
    Some(parts.join("/"))
}
