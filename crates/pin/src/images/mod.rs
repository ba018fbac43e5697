//! The images that files name, and where their digests go.
//!
//! Invariant: every reference to an image from outside is a place; one that cannot be pinned says why. Places are in
//! the order of the file, and two of them never edit the same characters.
//!
//! Example: `FROM python:3.12-slim` is an [`State::Open`] place whose [`Place::pin`] gives
//! `FROM python:3.12-slim@sha256:…`.

mod compose;
mod dockerfile;
mod skip;
mod task;

pub use skip::Skip;

use plimsoll_analysis::{FileKind, Settings, SourceFile, Workspace};
use plimsoll_text::{Edit, TextRange, TextSize};

/// A reference to an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The reference with its variables replaced: `python:3.12-slim`; as written when they are not known.
    pub image: String,
    /// Where it is written; in the default of an ARG if it comes from there.
    pub range: TextRange,
    /// What can be done with it.
    pub state: State,
}

/// What can be done with a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It has no digest and can get one.
    Open {
        /// Where `@sha256:…` goes.
        at: TextSize,
        /// Whether it has no tag either; then `latest` is written out with the digest.
        untagged: bool,
    },
    /// It has a digest.
    Pinned {
        /// `sha256:…`
        digest: TextRange,
        /// Whether it has no tag.
        untagged: bool,
    },
    /// It is left as it is.
    Skipped(Skip),
}

impl Place {
    /// The reference without its digest, whose tag a registry can be asked for: `python:3.12-slim`.
    #[must_use]
    pub fn tagged(&self) -> &str {
        self.image.split_once('@').map_or(&self.image, |(tagged, _)| tagged)
    }

    /// The digest that is written there.
    #[must_use]
    pub fn digest(&self) -> Option<&str> {
        self.image.split_once('@').map(|(_, digest)| digest)
    }

    /// Whether the reference has a tag.
    #[must_use]
    pub fn has_tag(&self) -> bool {
        !matches!(self.state, State::Open { untagged: true, .. } | State::Pinned { untagged: true, .. })
    }

    /// Writes `digest` (`sha256:…`) behind the tag, or in the place of the digest that is there. `None` for a place
    /// that is skipped.
    #[must_use]
    pub fn pin(&self, digest: &str) -> Option<Edit> {
        match self.state {
            State::Open { at, untagged: false } => Some(Edit::insert(at, format!("@{digest}"))),
            State::Open { at, untagged: true } => Some(Edit::insert(at, format!(":latest@{digest}"))),
            State::Pinned { digest: old, .. } => Some(Edit::replace(old, digest)),
            State::Skipped(_) => None,
        }
    }

    /// Writes `tag` before the digest of a reference that has no tag. `None` for any other.
    #[must_use]
    pub fn name_tag(&self, tag: &str) -> Option<Edit> {
        match self.state {
            State::Pinned { digest, untagged: true } => {
                let at = digest.start().checked_sub(TextSize::of('@'))?;
                Some(Edit::insert(at, format!(":{tag}")))
            }
            _ => None,
        }
    }
}

/// All places of `file`. Cannot fail: a file without images has none.
#[must_use]
pub fn places(file: &SourceFile, settings: &Settings, workspace: &Workspace) -> Vec<Place> {
    let mut places = match file.kind {
        FileKind::Dockerfile => dockerfile::places(file, settings, workspace),
        FileKind::TaskDefinition => task::places(file, workspace),
        FileKind::Compose => compose::places(&file.text),
        // Where an image stands in a carrier is known, but not how to write another there.
        FileKind::YamlTaskDefinition | FileKind::CloudFormation | FileKind::Terraform => Vec::new(),
        FileKind::Requirements | FileKind::Bake | FileKind::Companion => Vec::new(),
    };
    places.sort_by_key(|place| (place.range.start(), place.range.end()));
    places.dedup();
    places
}
