//! One file, three paths: where it is, what it is called in the workspace, and what is shown.
//!
//! Invariant: a file below the current folder is shown relative to it, any other by its absolute path; both with
//! `/` between folders.

use std::io;
use std::path::{Component, Path, PathBuf};

/// What paths are relative to.
#[derive(Debug, Clone)]
pub struct Bases {
    /// The current folder.
    pub current: PathBuf,
    /// The root of the workspace.
    pub root: PathBuf,
    /// Whether the root is one that somebody marked, by `.git` or `plimsoll.toml`.
    pub is_marked: bool,
}

impl Bases {
    /// The path that is shown for the file at `absolute`.
    pub fn shown(&self, absolute: &Path) -> String {
        relative(absolute, &self.current)
    }

    /// The path of the file at `absolute` in the workspace.
    pub fn in_workspace(&self, absolute: &Path) -> String {
        relative(absolute, &self.root)
    }
}

/// The root of the workspace that holds `folders`, absolute paths: the nearest folder with `.git` or
/// `plimsoll.toml` at or above what they have in common, else that. Says whether it found one.
pub fn workspace_root<'a>(folders: impl IntoIterator<Item = &'a Path>) -> Option<(PathBuf, bool)> {
    let common = folders.into_iter().map(Path::to_owned).reduce(|left, right| {
        let shared = left.components().zip(right.components()).take_while(|(left, right)| left == right);
        shared.map(|(part, _)| part).collect()
    })?;
    let marked = common.ancestors().find(|folder| [".git", "plimsoll.toml"].iter().any(|it| folder.join(it).exists()));
    Some(marked.map_or_else(|| (common.clone(), false), |folder| (folder.to_owned(), true)))
}

/// `path` made absolute, without `.` and `..`.
///
/// # Errors
/// The current folder is gone, or a `..` follows something that is not there.
pub fn absolute(path: &Path) -> io::Result<PathBuf> {
    let absolute = std::path::absolute(path)?;
    if !absolute.components().any(|part| part == Component::ParentDir) {
        return Ok(absolute);
    }
    // A `..` behind a symbolic link leads elsewhere than its spelling says.
    let name = absolute.file_name().map(ToOwned::to_owned);
    match (absolute.parent(), name) {
        (Some(parent), Some(name)) => Ok(std::fs::canonicalize(parent)?.join(name)),
        _ => std::fs::canonicalize(&absolute),
    }
}

/// `path` with `/` between folders.
pub fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    match std::path::MAIN_SEPARATOR {
        '/' => text.into_owned(),
        separator => text.replace(separator, "/"),
    }
}

/// `path` from `base` on, with `/` between folders; all of it when it lies elsewhere.
pub fn relative(path: &Path, base: &Path) -> String {
    slashed(path.strip_prefix(base).unwrap_or(path))
}

#[cfg(test)]
mod tests {
    use super::{Bases, workspace_root};
    use std::path::Path;

    #[test]
    fn shown_paths_are_relative_below_the_current_folder_only() {
        let bases = Bases { current: "/a/b".into(), root: "/a".into(), is_marked: true };
        assert_eq!(bases.shown(Path::new("/a/b/c/Dockerfile")), "c/Dockerfile");
        assert_eq!(bases.shown(Path::new("/a/Dockerfile")), "/a/Dockerfile");
        assert_eq!(bases.in_workspace(Path::new("/a/b/c/Dockerfile")), "b/c/Dockerfile");
    }

    #[test]
    fn the_root_holds_all_folders() {
        let folder = tempfile::tempdir().unwrap();
        let (left, right) = (folder.path().join("a/b"), folder.path().join("a/c"));
        std::fs::create_dir_all(&left).unwrap();
        std::fs::create_dir_all(folder.path().join("a/.git")).unwrap();
        assert_eq!(workspace_root([left.as_path(), right.as_path()]), Some((folder.path().join("a"), true)));
        assert_eq!(workspace_root([left.as_path()]), Some((folder.path().join("a"), true)));
    }
}
