//! A public git repository to read facts from: cloned, or a copy that is already there.
//!
//! Invariant: read at `HEAD` through git, so that neither a work tree nor local changes in it matter.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A repository on this machine, bare or not.
pub(super) struct Checkout {
    folder: PathBuf,
}

impl Checkout {
    /// `--checkout PATH` of the options, or else a fresh shallow clone of `url` below `target/refresh`.
    ///
    /// # Errors
    ///
    /// Other options, or what git says.
    pub(super) fn open(options: &[String], url: &str) -> Result<Self, String> {
        match options {
            [option, path] if option == "--checkout" => Ok(Self { folder: PathBuf::from(path) }),
            [] => {
                let name = url.rsplit('/').next().unwrap_or(url);
                let folder = crate::root().join("target/refresh").join(name);
                std::fs::remove_dir_all(&folder).ok();
                let target = folder.to_string_lossy();
                git(Path::new("."), &["clone", "--quiet", "--bare", "--depth", "1", url, target.as_ref()])?;
                Ok(Self { folder })
            }
            other => Err(format!("expected `--checkout PATH` or nothing, found {other:?}")),
        }
    }

    /// The text of a file.
    pub(super) fn file(&self, path: &str) -> Result<String, String> {
        git(&self.folder, &["show", &format!("HEAD:{path}")])
    }

    /// The names in a folder, folders without a slash at their end.
    pub(super) fn names(&self, folder: &str) -> Result<Vec<String>, String> {
        let listed = git(&self.folder, &["ls-tree", "--name-only", &format!("HEAD:{folder}")])?;
        Ok(listed.lines().map(str::to_owned).collect())
    }

    /// All paths of files.
    pub(super) fn paths(&self) -> Result<Vec<String>, String> {
        let listed = git(&self.folder, &["ls-tree", "-r", "--name-only", "HEAD"])?;
        Ok(listed.lines().map(str::to_owned).collect())
    }

    /// The day of the newest commit, YYYY-MM-DD.
    pub(super) fn date(&self) -> Result<String, String> {
        Ok(git(&self.folder, &["log", "-1", "--format=%cs"])?.trim().to_owned())
    }
}

fn git(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .output()
        .map_err(|error| format!("git cannot be started: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("git {}: {}", arguments.join(" "), said.trim()));
    }
    String::from_utf8(output.stdout).map_err(|_| format!("git {}: no UTF-8", arguments.join(" ")))
}
