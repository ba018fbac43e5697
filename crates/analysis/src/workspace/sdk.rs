//! Whether what a Dockerfile builds has an AWS SDK among its dependencies.
//!
//! Invariant: only manifests of what runs are read: no lock files, no development dependencies, and only those of
//! languages that the Dockerfile speaks of.

mod manifest;

use super::{Workspace, WorkspaceFile};
use manifest::Ecosystem;
use plimsoll_model::ecs::TaskDefinition;
use plimsoll_text::TextRange;

/// An AWS SDK in a dependency manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SdkUse {
    /// Path of the manifest.
    pub path: String,
    /// The name of the package in it.
    pub range: TextRange,
    /// The package: `boto3`.
    pub package: String,
    /// The line that it stands in, from 1.
    pub line: usize,
}

impl Workspace {
    /// The AWS SDK that the image of `dockerfile` gets: from a manifest in its folder, else from one at the top.
    #[must_use]
    pub fn sdk_behind(&self, dockerfile: &WorkspaceFile) -> Option<SdkUse> {
        let folder = dockerfile.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let text = dockerfile.text.to_ascii_lowercase();
        for folder in [folder, ""] {
            let mut manifests = self.manifests(folder, &text).peekable();
            if manifests.peek().is_some() {
                return manifests.find_map(|(file, ecosystem)| manifest::sdk(file, ecosystem));
            }
            if folder.is_empty() {
                break;
            }
        }
        None
    }

    /// The AWS SDK at the top of the workspace, if `task` is its only task definition and has one own image.
    #[must_use]
    pub fn sdk_of_only_task(&self, task: &TaskDefinition<'_>) -> Option<SdkUse> {
        if !self.is_only_task(task) || self.files().any(|file| file.kind == Some(crate::FileKind::Dockerfile)) {
            return None;
        }
        let at_top = self.files().filter(|file| !file.path.contains('/'));
        at_top
            .filter_map(|file| Some((file, Ecosystem::of(&file.path)?)))
            .find_map(|(file, it)| manifest::sdk(file, it))
    }

    /// The manifests that stand in `folder`, or below it where the Dockerfile names them by path.
    fn manifests<'w>(
        &'w self,
        folder: &'w str,
        dockerfile: &'w str,
    ) -> impl Iterator<Item = (&'w WorkspaceFile, Ecosystem)> {
        self.files().filter_map(move |file| {
            let inside = match folder {
                "" => file.path.as_str(),
                _ => file.path.strip_prefix(folder)?.strip_prefix('/')?,
            };
            let ecosystem = Ecosystem::of(inside)?;
            let is_near = !inside.contains('/') || dockerfile.contains(&inside.to_ascii_lowercase());
            (is_near && ecosystem.is_spoken_of(dockerfile)).then_some((file, ecosystem))
        })
    }
}
