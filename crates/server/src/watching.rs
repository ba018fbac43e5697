//! Which files the client is asked to watch, and which changes matter.
//!
//! Invariant: what a finding may depend on is watched: configurations, `.dockerignore`, requirements, manifests,
//! Dockerfiles, task definitions, and what deploys them.

use crate::protocol::{FileSystemWatcher, GlobPattern};
use plimsoll_files::detect::{self, Name};
use plimsoll_files::paths::slashed;
use std::path::Path;

/// Globs for the client, as LSP 3.17 writes them ("Pattern", 2026-11).
const GLOBS: &[&str] = &[
    "**/{plimsoll.toml,.hadolint.yaml,.hadolint.yml,.dockerignore}",
    "**/*{Dockerfile,dockerfile,Containerfile,containerfile}*",
    "**/*.{json,tpl,tftpl,j2,template}",
    "**/*.{txt,toml,gradle,kts,xml,mod,csproj,exs}",
    "**/{Gemfile,Pipfile,setup.cfg,setup.py,Makefile,justfile}",
    "**/*.{sh,bash,tf,yaml,yml}",
];

pub(crate) fn watchers() -> Vec<FileSystemWatcher> {
    let watcher = |glob: &&str| FileSystemWatcher { glob_pattern: GlobPattern::String((*glob).to_owned()), kind: None };
    GLOBS.iter().map(watcher).collect()
}

/// Whether the file says how others are checked.
pub(crate) fn is_configuration(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    matches!(name, Some("plimsoll.toml" | ".hadolint.yaml" | ".hadolint.yml"))
}

/// Whether a finding may depend on the file.
pub(crate) fn matters(path: &Path) -> bool {
    detect::name(&slashed(path)) != Name::Other
}

#[cfg(test)]
mod tests {
    use super::{is_configuration, matters};
    use std::path::Path;

    #[test]
    fn what_matters() {
        for path in ["/a/Dockerfile", "/a/.dockerignore", "/a/requirements.txt", "/a/td.json", "/a/deploy.yml"] {
            assert!(matters(Path::new(path)), "{path}");
        }
        assert!(!matters(Path::new("/a/main.rs")));
        assert!(is_configuration(Path::new("/a/plimsoll.toml")) && !is_configuration(Path::new("/a/other.toml")));
    }
}
