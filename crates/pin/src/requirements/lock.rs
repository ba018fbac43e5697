//! Lock files beside a requirements file: `uv.lock`, `poetry.lock`, `Pipfile.lock`.
//!
//! Invariant: a version counts only if the lock has exactly one of the name, from an index.

mod pipfile;
mod poetry;
mod uv;

use super::dependency::Dependency;
use std::collections::BTreeMap;

/// Names of the lock files that are read.
pub const LOCK_NAMES: [&str; 3] = ["uv.lock", "poetry.lock", "Pipfile.lock"];

/// A lock file.
#[derive(Debug, Clone)]
pub struct Lock {
    pub(super) path: String,
    /// What it says of each name in its normal form; the text says why it could not be read.
    pub(super) packages: Result<BTreeMap<String, Vec<Locked>>, String>,
}

/// One version in a lock file.
#[derive(Debug, Clone, Default)]
pub(super) struct Locked {
    /// `None` when it does not come from an index.
    pub(super) version: Option<String>,
    /// SHA-256 of its files, sorted.
    pub(super) hashes: Vec<String>,
    /// What it needs; `None` when the lock does not say.
    pub(super) requires: Option<Vec<Dependency>>,
}

impl Lock {
    /// Reads a lock file, told by its name; `None` for any other file. One that cannot be read keeps those beside it from
    /// being pinned.
    #[must_use]
    pub fn read(path: &str, text: &str) -> Option<Self> {
        let packages = match path.rsplit('/').next()? {
            "uv.lock" => uv::read(text),
            "poetry.lock" => poetry::read(text),
            "Pipfile.lock" => pipfile::read(text),
            _ => return None,
        };
        Some(Self { path: path.to_owned(), packages })
    }

    /// The file that was read.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// The folder of a path, `""` at the root.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// `path` as seen from `folder`, without `.` and `..`.
pub(super) fn in_folder(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            other => parts.push(other),
        }
    }
    parts.join("/")
}

/// 64 hexadecimal digits of `sha256:…`.
fn digest(text: &str) -> Option<String> {
    let digits = text.strip_prefix("sha256:")?;
    let sound = digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    sound.then(|| digits.to_ascii_lowercase())
}

/// Both conditions in one.
fn both(left: Option<&str>, right: &str) -> String {
    left.map_or_else(|| right.to_owned(), |left| format!("({left}) and {right}"))
}

#[cfg(test)]
mod tests {
    use super::{Lock, Locked, in_folder};

    pub(super) fn shown(lock: &Lock, name: &str) -> Vec<String> {
        let one = |locked: &Locked| {
            let needs = locked.requires.as_ref().map(|all| {
                let needs = all.iter().map(|it| {
                    let marker = it.marker.as_deref().map(|marker| format!("; {marker}")).unwrap_or_default();
                    format!("{}{}{marker}", it.name, it.specifier)
                });
                needs.collect::<Vec<_>>().join(", ")
            });
            let version = locked.version.as_deref().unwrap_or("?");
            format!("{version} {} {}", locked.hashes.len(), needs.as_deref().unwrap_or("?"))
        };
        lock.packages.as_ref().unwrap()[name].iter().map(one).collect()
    }

    #[test]
    fn by_name() {
        assert!(Lock::read("a/requirements.lock", "").is_none());
        for path in ["a/uv.lock", "poetry.lock", "Pipfile.lock"] {
            assert!(Lock::read(path, "<<<").unwrap().packages.is_err(), "{path}");
        }
    }

    #[test]
    fn paths() {
        assert_eq!(in_folder("a/b", "../c/./d.txt"), "a/c/d.txt");
        assert_eq!(in_folder("", "../x"), "../x");
    }
}
