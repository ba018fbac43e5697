//! What package managers read, keep and leave: lock files, caches, helpers that clean up.
//!
//! Invariant: a directory is that of root; for another user it is not known.

use std::sync::LazyLock;

use super::reader::{rows, words};

pub(super) const LOCK_FILES: &str = include_str!("../../data/lock-files.tsv");
pub(super) const CACHE_MOUNTS: &str = include_str!("../../data/cache-mounts.tsv");
pub(super) const CLEANERS: &str = include_str!("../../data/cleaners.tsv");
pub(super) const NATIVE_NODE: &str = include_str!("../../data/native-node-packages.tsv");

/// The files that a package manager reads in the folder of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectFiles {
    /// The manager: `"npm"`.
    pub manager: &'static str,
    /// What names the dependencies; `*.csproj` stands for every name with that ending.
    pub manifests: Vec<&'static str>,
    /// What fixes their versions, the usual one first.
    pub locks: Vec<&'static str>,
}

/// Where a package manager keeps what it downloads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheMount {
    /// The manager: `"pip"`.
    pub manager: &'static str,
    /// Directories, for root.
    pub targets: Vec<&'static str>,
    /// `"locked"` where two builds at once would harm each other, else `""`.
    pub sharing: &'static str,
    /// Options of an install that keep the cache from being used.
    pub drops: Vec<&'static str>,
    /// Variables that turn the cache off or put it elsewhere.
    pub variables: Vec<&'static str>,
}

/// The files of `manager` (`"npm"`, `"bundle"`).
#[must_use]
pub fn project_files(manager: &str) -> Option<&'static ProjectFiles> {
    PROJECTS.iter().find(|files| files.manager == manager)
}

/// Whether a file of this name (`yarn.lock`, in any case) fixes versions.
#[must_use]
pub fn is_lock_file(name: &str) -> bool {
    PROJECTS.iter().flat_map(|files| &files.locks).any(|lock| lock.eq_ignore_ascii_case(name))
}

/// The cache of `manager` (`"apt"`, `"pip"`).
#[must_use]
pub fn cache_mount(manager: &str) -> Option<&'static CacheMount> {
    MOUNTS.iter().find(|mount| mount.manager == manager)
}

/// The caches of all managers.
pub fn cache_mounts() -> impl Iterator<Item = &'static CacheMount> {
    MOUNTS.iter()
}

/// Whether `command` installs packages and cleans up by itself, in the base images that have it.
#[must_use]
pub fn cleans_by_itself(command: &str) -> bool {
    rows(CLEANERS).any(|[name, _]| name == command)
}

/// Whether the npm package `name` compiles C++ when it is installed.
#[must_use]
pub fn is_native_node_package(name: &str) -> bool {
    rows(NATIVE_NODE).any(|[package]| package == name)
}

static PROJECTS: LazyLock<Vec<ProjectFiles>> = LazyLock::new(|| {
    rows(LOCK_FILES)
        .map(|[manager, manifests, locks]| ProjectFiles {
            manager,
            manifests: words(manifests).collect(),
            locks: words(locks).collect(),
        })
        .collect()
});

static MOUNTS: LazyLock<Vec<CacheMount>> = LazyLock::new(|| {
    rows(CACHE_MOUNTS)
        .map(|[manager, targets, sharing, drops, variables]| CacheMount {
            manager,
            targets: words(targets).collect(),
            sharing,
            drops: words(drops).collect(),
            variables: words(variables).collect(),
        })
        .collect()
});

#[cfg(test)]
mod tests {
    use super::{cache_mount, cleans_by_itself, is_lock_file, is_native_node_package, project_files};

    #[test]
    fn managers_are_known() {
        let npm = project_files("npm").expect("npm");
        assert_eq!((&npm.manifests[..], npm.locks[0]), (&["package.json"][..], "package-lock.json"));
        assert!(is_lock_file("Cargo.lock") && is_lock_file("pipfile.lock") && !is_lock_file("package.json"));
        let apk = cache_mount("apk").expect("apk");
        assert_eq!((apk.targets[0], apk.sharing, apk.drops[0]), ("/var/cache/apk", "locked", "--no-cache"));
        assert_eq!(cache_mount("npm").expect("npm").sharing, "");
        assert!(cache_mount("pip").expect("pip").variables.contains(&"PIP_NO_CACHE_DIR"));
        assert!(cleans_by_itself("install_packages") && !cleans_by_itself("apt-get"));
        assert!(is_native_node_package("bcrypt") && !is_native_node_package("express"));
    }
}
