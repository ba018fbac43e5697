//! The files around the analysed one, as the caller read them.
//!
//! Invariant: rules only look. What is derived from the files is derived once, on first use, and depends on
//! nothing but their texts.

mod builds;
mod contexts;
pub(crate) mod deployment;
mod installations;
mod listing;
mod manifests;
mod pairs;
mod sdk;
mod wishes;

pub use builds::BuildUse;
pub(crate) use contexts::in_folder;
pub use contexts::{BuildContext, BuildContexts, Matches};
pub use listing::{Entry, Listing, Presence};
pub use manifests::{LockState, is_lock_file};
pub use pairs::Pair;
pub use sdk::SdkUse;
pub use wishes::Wishes;
pub(crate) use wishes::sources;

use crate::{FileKind, ImageFacts, Question};
use plimsoll_shellcheck::external::Answers;
use plimsoll_text::TextRange;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// The files that were collected, by path.
#[derive(Debug, Default)]
pub struct Workspace {
    files: Vec<Arc<WorkspaceFile>>,
    owner: Option<String>,
    digests: BTreeMap<String, String>,
    images: BTreeMap<String, ImageFacts>,
    answers: BTreeMap<Question, String>,
    shellcheck: Option<Arc<Answers>>,
    listing: Arc<Listing>,
    /// The builds that the configuration names.
    configured: Vec<BuildUse>,
    /// The Dockerfiles of containers that the configuration names.
    pairs: Vec<Pair>,
    builds: OnceLock<Vec<BuildUse>>,
    /// The platform that each Dockerfile is run on.
    platforms: OnceLock<BTreeMap<String, Option<String>>>,
    installations: OnceLock<BTreeMap<String, Vec<Installation>>>,
    deployment: OnceLock<Vec<Arc<WorkspaceFile>>>,
}

/// A file that rules may look at.
#[derive(Debug)]
pub struct WorkspaceFile {
    /// Path with `/` between folders, relative to the root of the workspace.
    pub path: String,
    /// Its text; empty for a lock file that is too large to look into.
    pub text: Arc<str>,
    /// What it is; `None` for a file that is only looked at.
    pub kind: Option<FileKind>,
}

/// A RUN that installs a requirements file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installation {
    /// Path of the Dockerfile.
    pub dockerfile: String,
    /// The word that names the file in it.
    pub range: TextRange,
    /// Paths of constraints files that the same command gives.
    pub constraints: Vec<String>,
}

impl Workspace {
    /// A view of `files`. Of two with the same path the first counts.
    pub fn new(files: impl IntoIterator<Item = WorkspaceFile>) -> Self {
        Self::shared(files.into_iter().map(Arc::new))
    }

    /// A view of files that other views hold as well. Of two with the same path the first counts.
    pub fn shared(files: impl IntoIterator<Item = Arc<WorkspaceFile>>) -> Self {
        let mut files: Vec<_> = files.into_iter().collect();
        files.sort_by(|left, right| left.path.cmp(&right.path));
        files.dedup_by(|right, left| right.path == left.path);
        Self { files, ..Self::default() }
    }

    /// Adds the names in the folders that somebody looked at.
    #[must_use]
    pub fn with_listing(self, listing: Arc<Listing>) -> Self {
        Self { listing, ..self }
    }

    /// The names in the folders that somebody looked at.
    #[must_use]
    pub fn listing(&self) -> &Listing {
        &self.listing
    }

    /// Adds the builds that the configuration names.
    #[must_use]
    pub fn with_builds(self, configured: Vec<BuildUse>) -> Self {
        Self { configured, ..self }
    }

    /// Adds the Dockerfiles of containers that the configuration names.
    #[must_use]
    pub fn with_pairs(self, pairs: Vec<Pair>) -> Self {
        Self { pairs, ..self }
    }

    /// Says whose repository it is: the account in the address of its git remote (`acme`).
    #[must_use]
    pub fn with_owner(self, owner: Option<String>) -> Self {
        Self { owner, ..self }
    }

    /// The account that the repository belongs to, when it is known.
    #[must_use]
    pub fn owner(&self) -> Option<&str> {
        self.owner.as_deref()
    }

    /// Adds what a real ShellCheck said of the scripts, in place of the built-in linter.
    #[must_use]
    pub fn with_shellcheck(self, answers: Option<Arc<Answers>>) -> Self {
        Self { shellcheck: answers, ..self }
    }

    pub(crate) fn shellcheck_answers(&self) -> Option<&Answers> {
        self.shellcheck.as_deref()
    }

    /// Adds what registries answered before the analysis: the digest of each image, by the reference as it is
    /// written (`debian:12.11`).
    #[must_use]
    pub fn with_digests(self, digests: BTreeMap<String, String>) -> Self {
        Self { digests, ..self }
    }

    /// The digest (`sha256:…`) that a registry gave for the image `reference`; `None` when nobody asked.
    #[must_use]
    pub fn digest(&self, reference: &str) -> Option<&str> {
        self.digests.get(reference).map(String::as_str)
    }

    /// Adds what registries say of images, by the reference as it is written.
    #[must_use]
    pub fn with_images(self, images: BTreeMap<String, ImageFacts>) -> Self {
        Self { images, ..self }
    }

    /// What a registry says of the image `reference`; `None` when nobody asked.
    #[must_use]
    pub fn image_facts(&self, reference: &str) -> Option<&ImageFacts> {
        self.images.get(reference)
    }

    /// Adds what the network answered. An answer that has not the form of one is left out.
    #[must_use]
    pub fn with_answers(self, mut answers: BTreeMap<Question, String>) -> Self {
        answers.retain(|question, answer| question.accepts(answer));
        Self { answers, ..self }
    }

    /// What the network answered to `question`; `None` when nobody asked, or nobody knew.
    #[must_use]
    pub fn answer(&self, question: &Question) -> Option<&str> {
        self.answers.get(question).map(String::as_str)
    }

    /// All files in the order of their paths.
    pub fn files(&self) -> impl Iterator<Item = &WorkspaceFile> {
        self.files.iter().map(|file| &**file)
    }

    /// The file at `path`.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&WorkspaceFile> {
        let at = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        self.files.get(at).map(|file| &**file)
    }

    /// The RUNs that install the requirements file at `path`, in the order of the Dockerfiles' paths.
    #[must_use]
    pub fn installations(&self, path: &str) -> &[Installation] {
        self.all_installations().get(path).map_or(&[], Vec::as_slice)
    }

    /// The requirements files that the word at `range` of the Dockerfile at `path` installs, those that they include
    /// too.
    pub fn installed_at<'w>(&'w self, path: &'w str, range: TextRange) -> impl Iterator<Item = &'w WorkspaceFile> {
        let is_it = move |it: &Installation| it.dockerfile == path && it.range == range;
        let all = self.all_installations().iter();
        all.filter(move |(_, by)| by.iter().any(is_it)).filter_map(|(file, _)| self.get(file))
    }

    fn all_installations(&self) -> &BTreeMap<String, Vec<Installation>> {
        self.installations.get_or_init(|| installations::all(self))
    }
}
