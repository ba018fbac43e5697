//! Python requirements that a version can be written to: lines of requirements files, and words of `pip install` in RUN.
//!
//! The way: [`plans`] finds what is installed together, [`decide`] asks a [`Source`] (an index, through the caller) and lock
//! files for versions, [`Decisions::edits`] writes them. Nothing here opens a file or a connection.
//!
//! Invariant: what is not certain is [`Skip`]ped with a reason in words. An edit touches the specifier of a requirement and
//! adds hashes behind it; extras, markers, comments, spacing, quotes and line ends stay byte for byte.
//!
//! Example: `requests[socks]>=2.31 ; python_version > "3.8"  # why` becomes
//! `requests[socks]==2.32.5 ; python_version > "3.8"  # why`.

mod candidate;
mod choose;
mod closure;
mod command;
mod dependency;
mod edits;
mod environment;
mod facts;
mod group;
mod lines;
mod lock;
mod marker;
mod options;
mod python;
mod settle;
mod skip;
mod words;

pub use candidate::Candidate;
pub use choose::newest;
pub use edits::{Decisions, Hashes, edits};
pub use environment::Environment;
pub use group::{PlanOptions, plans};
pub use lock::{LOCK_NAMES, Lock};
pub use options::IndexHints;
pub use python::Python;
pub use settle::{DecideOptions, decide, metadata_questions};
pub use skip::Skip;

use plimsoll_text::{TextRange, TextSize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What pip or uv installs together: the requirements of files that include each other, and the words of the commands that
/// install those files. Its versions are chosen together.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Every requirement, in the order of paths and places.
    pub places: Vec<Place>,
    /// What is known of the images that it is installed in.
    pub environment: Environment,
    /// What the files and commands say of indexes.
    pub index: IndexHints,
    /// Texts of the files that places are in, by path.
    texts: Vec<(String, Arc<str>)>,
    /// Why no hashes can be added, found without asking anybody.
    obstacles: Vec<String>,
}

/// A requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file that it stands in.
    pub path: String,
    /// `Django` as written; the whole line, without credentials, when it names no package.
    pub name: String,
    /// `socks`
    pub extras: Vec<String>,
    /// Name, extras and specifier, without quotes and marker.
    pub range: TextRange,
    /// `>=2.31` as written.
    pub specifier: String,
    /// What can be done with it.
    pub state: State,
    /// Where the specifier stands or goes.
    specifier_range: TextRange,
    /// Where hashes go; `None` for a word of a command, which takes none.
    hashes_at: Option<TextSize>,
    /// Whether it has hashes already.
    is_hashed: bool,
    /// Specifiers that constraints files add.
    constraints: Vec<String>,
}

/// What can be done with a requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It has no exact version and can get one.
    Open,
    /// It has one; `None` when a URL or a hash alone fixes it.
    Pinned(Option<String>),
    /// It is left as it is.
    Skipped(Skip),
}

/// What became of a requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It had an exact version before.
    Current(Option<String>),
    /// It gets one.
    Pin {
        /// `2.32.5`
        version: String,
        /// Where it comes from: a lock file's path, or `None` for the index.
        lock: Option<String>,
    },
    /// It is left as it is.
    Skipped(Skip),
}

/// Where versions come from. The caller implements it over an index; answers should be kept, as a name may be asked for
/// more than once.
pub trait Source {
    /// All files of a project, by its normal name.
    ///
    /// # Errors
    /// There is no answer; the text says why.
    fn files(&self, name: &str) -> Result<Vec<Candidate>, String>;

    /// Each `Requires-Dist` of a file of a project; `None` when it cannot be known without downloading the file.
    ///
    /// # Errors
    /// There is no answer; the text says why.
    fn requires(&self, name: &str, filename: &str) -> Result<Option<Vec<String>>, String>;
}

impl Place {
    /// The name as indexes compare it.
    #[must_use]
    pub fn normal_name(&self) -> String {
        plimsoll_model::requirements::normalized(&self.name)
    }

    /// Whether it is a word of a command in a Dockerfile.
    #[must_use]
    pub fn is_word(&self) -> bool {
        self.hashes_at.is_none()
    }
}

impl Plan {
    /// The projects that [`decide`] will ask a [`Source`] about, for a caller that asks ahead and at the same time: those of
    /// open places that no lock file answers, and those of pinned ones, whose own requirements bound the others.
    #[must_use]
    pub fn questions(&self, locks: &[Lock], hashes: bool) -> BTreeSet<String> {
        let open = |place: &&Place| place.state == State::Open && facts::locked(place, locks).is_none();
        let mut names: BTreeSet<String> = self.places.iter().filter(open).map(Place::normal_name).collect();
        if !names.is_empty() || hashes {
            let pinned = self.places.iter().filter(|place| matches!(place.state, State::Pinned(Some(_))));
            names.extend(pinned.map(Place::normal_name));
        }
        names
    }

    /// The lock files that may stand beside its requirements files, by path: what a caller reads for [`Lock::read`].
    #[must_use]
    pub fn lock_paths(&self) -> BTreeSet<String> {
        let files = self.places.iter().filter(|place| !place.is_word()).map(|place| place.path.as_str());
        let folders: BTreeSet<&str> = files.map(lock::folder).collect();
        folders.into_iter().flat_map(|folder| LOCK_NAMES.map(|name| lock::in_folder(folder, name))).collect()
    }

    /// The files that its places are in.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(|(path, _)| path.as_str())
    }
}
