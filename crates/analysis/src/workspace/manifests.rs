//! Manifests and lock files around a Dockerfile.
//!
//! Invariant: the context of a build is the Dockerfile's folder or one above it, so only what stands there counts. What
//! no manifest vouches for is unknown.

use super::{Workspace, WorkspaceFile};
use plimsoll_model::manifests::locked_gem;
use plimsoll_model::tables::managers::{ProjectFiles, project_files};

/// Whether a project has a lock file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockState {
    /// It has one.
    Present,
    /// Its manifest is there, and no lock file beside or above it.
    Absent,
    /// No manifest is there.
    Unknown,
}

/// Whether a file of this name (`yarn.lock`) fixes the versions of a project's dependencies.
#[must_use]
pub fn is_lock_file(name: &str) -> bool {
    plimsoll_model::tables::managers::is_lock_file(name)
}

impl Workspace {
    /// The files called `name` in the folder of the Dockerfile at `path` and those above it, nearest first.
    pub fn near<'w>(&'w self, path: &str, name: &str) -> Vec<&'w WorkspaceFile> {
        let in_folder = |folder: String| match folder.as_str() {
            "" => self.get(name),
            _ => self.get(&format!("{folder}/{name}")),
        };
        folders(path).filter_map(in_folder).collect()
    }

    /// Whether the project that the Dockerfile at `path` builds has a lock file of `manager` (`"npm"`).
    #[must_use]
    pub fn lock_state(&self, path: &str, manager: &str) -> LockState {
        let Some(files) = project_files(manager) else { return LockState::Unknown };
        if files.locks.iter().any(|lock| !self.near(path, lock).is_empty()) {
            return LockState::Present;
        }
        match self.has_manifest(path, files) {
            true => LockState::Absent,
            false => LockState::Unknown,
        }
    }

    /// The version of the gem `name` in the nearest `Gemfile.lock`.
    #[must_use]
    pub fn gem_version(&self, path: &str, name: &str) -> Option<&str> {
        locked_gem(&self.near(path, "Gemfile.lock").first()?.text, name)
    }

    fn has_manifest(&self, path: &str, files: &ProjectFiles) -> bool {
        let named = files.manifests.iter().filter(|manifest| !manifest.starts_with('*'));
        named.into_iter().any(|manifest| !self.near(path, manifest).is_empty())
    }
}

/// The folder of `path`, then those above it up to the root, which is `""`.
fn folders(path: &str) -> impl Iterator<Item = String> {
    let parent = |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
    std::iter::successors(Some(parent(path)), move |folder| (!folder.is_empty()).then(|| parent(folder)))
}

#[cfg(test)]
mod tests {
    use super::{LockState, Workspace, WorkspaceFile};

    fn workspace(paths: &[&str]) -> Workspace {
        let file =
            |path: &&str| WorkspaceFile { path: (*path).to_owned(), text: "    rails (8.0.1)\n".into(), kind: None };
        Workspace::new(paths.iter().map(file))
    }

    #[test]
    fn locks_stand_beside_the_dockerfile_or_above_it() {
        let state = |paths: &[&str]| workspace(paths).lock_state("api/docker/Dockerfile", "npm");
        assert_eq!(state(&["api/package.json", "package-lock.json"]), LockState::Present);
        assert_eq!(state(&["api/package.json", "web/package-lock.json"]), LockState::Absent);
        assert_eq!(state(&["web/package.json"]), LockState::Unknown);
    }

    #[test]
    fn the_nearest_lock_tells_the_version() {
        assert_eq!(workspace(&["Gemfile.lock"]).gem_version("Dockerfile", "rails"), Some("8.0.1"));
        assert_eq!(workspace(&["web/Gemfile.lock"]).gem_version("Dockerfile", "rails"), None);
    }
}
