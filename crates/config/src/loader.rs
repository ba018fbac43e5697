//! Finds and reads the configuration of a file.
//!
//! Invariant: each folder is looked at once. The search goes upward from the file's folder and ends at the first
//! of: a folder that holds `.git`, the user's home, the root of the file system.

#![allow(clippy::disallowed_methods, reason = "the loader is where configuration is read from disk")]

use crate::config::{Above, Config};
use crate::error::ConfigError;
use crate::layer::Layer;
use plimsoll_analysis::Preset;
use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The configuration that governs a folder.
#[derive(Debug, Clone)]
pub struct Found {
    /// What counts of it; the defaults where there is no file.
    pub config: Arc<Config>,
    /// What is wrong with it. The same list for every folder that it governs.
    pub errors: Arc<Vec<ConfigError>>,
}

/// Finds configurations; may be used from several threads.
#[derive(Debug, Default)]
pub struct Loader {
    above: Above,
    /// The one configuration for everything, when the user named it or wants none.
    fixed: Option<Found>,
    home: Option<PathBuf>,
    folders: Mutex<Folders>,
}

#[derive(Debug, Default)]
struct Folders {
    governed: HashMap<PathBuf, Found>,
    files: HashMap<PathBuf, Found>,
}

impl Loader {
    /// Finds each file's configuration, the nearest upward.
    #[must_use]
    pub fn new() -> Self {
        Self { home: std::env::home_dir().filter(|home| home.parent().is_some()), ..Self::default() }
    }

    /// Asks for these on top of every configuration: what the command line or the editor says. Comes before
    /// [`Self::only`] and [`Self::none`]. Unknown names are passed over; [`Layer::errors`] finds them.
    #[must_use]
    pub fn above(mut self, preset: Option<Preset>, edition: Option<String>, layer: Layer) -> Self {
        self.above = Above { preset, edition, layer };
        self
    }

    /// Reads `path` and uses it for every file.
    #[must_use]
    pub fn only(mut self, path: &Path) -> Self {
        let (config, errors) = read(path).unwrap_or_else(|| {
            let reason = "no such file".to_owned();
            (Config::default(), vec![ConfigError::Unreadable { path: path.to_owned(), reason }])
        });
        self.fixed = Some(self.finish(config, errors));
        self
    }

    /// Reads no configuration at all.
    #[must_use]
    pub fn none(mut self) -> Self {
        self.fixed = Some(self.finish(Config::default(), Vec::new()));
        self
    }

    /// The configuration that governs the files of `folder`, an absolute path.
    pub fn for_folder(&self, folder: &Path) -> Found {
        if let Some(fixed) = &self.fixed {
            return fixed.clone();
        }
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = folders.governed.get(folder) {
            return found.clone();
        }
        let searched: Vec<&Path> = self.searched(folder).collect();
        let own = searched.iter().map(|folder| folder.join("plimsoll.toml"));
        let others = [".hadolint.yaml", ".hadolint.yml"];
        let others = searched.iter().flat_map(|folder| others.map(|name| folder.join(name)));
        let found = own.chain(others).find_map(|path| self.load(&mut folders, &path)).unwrap_or_else(|| {
            let nothing = PathBuf::new();
            let default = || self.finish(Config::default(), Vec::new());
            folders.files.entry(nothing).or_insert_with(default).clone()
        });
        folders.governed.insert(folder.to_owned(), found.clone());
        found
    }

    /// The configuration that governs the file at `path`, an absolute path.
    pub fn for_file(&self, path: &Path) -> Found {
        self.for_folder(path.parent().unwrap_or(path))
    }

    /// `folder` and those above it that belong to the same project.
    fn searched<'p>(&self, folder: &'p Path) -> impl Iterator<Item = &'p Path> {
        let mut last = false;
        let home = self.home.clone();
        folder.ancestors().take_while(move |folder| {
            if last {
                return false;
            }
            last = home.as_deref() == Some(folder) || folder.join(".git").exists();
            true
        })
    }

    fn load(&self, folders: &mut Folders, path: &Path) -> Option<Found> {
        if let Some(found) = folders.files.get(path) {
            return Some(found.clone());
        }
        let (config, errors) = read(path)?;
        let found = self.finish(config, errors);
        folders.files.insert(path.to_owned(), found.clone());
        Some(found)
    }

    fn finish(&self, mut config: Config, errors: Vec<ConfigError>) -> Found {
        config.above = self.above.clone();
        Found { config: Arc::new(config), errors: Arc::new(errors) }
    }
}

/// Reads a configuration file; `None` when there is none.
fn read(path: &Path) -> Option<(Config, Vec<ConfigError>)> {
    let unreadable =
        |reason: String| (Config::default(), vec![ConfigError::Unreadable { path: path.to_owned(), reason }]);
    let text = match std::fs::read(path) {
        Ok(bytes) => String::from_utf8(bytes),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return None,
        Err(error) => return Some(unreadable(format!("could not be read: {error}"))),
    };
    let Ok(text) = text else { return Some(unreadable("is not UTF-8".to_owned())) };
    let is_yaml = path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml");
    let (mut config, errors) =
        if is_yaml { Config::from_hadolint(path, &text) } else { Config::from_toml(path, &text) };
    if let Some(baseline) = &mut config.baseline {
        baseline.text = std::fs::read_to_string(&baseline.path).ok().map(Arc::from);
    }
    Some((config, errors))
}

#[cfg(test)]
mod tests {
    use super::Loader;
    use plimsoll_analysis::{Level, registry};
    use std::fs;

    #[test]
    fn the_nearest_file_upward_governs_and_the_search_ends_at_the_repository() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        fs::create_dir_all(root.join("repo/a/b")).unwrap();
        fs::create_dir_all(root.join("repo/.git")).unwrap();
        fs::create_dir_all(root.join("repo/own")).unwrap();
        fs::write(root.join("plimsoll.toml"), "ignore = [\"root-user\"]").unwrap();
        fs::write(root.join("repo/.hadolint.yaml"), "ignored: [DL3007]").unwrap();
        fs::write(root.join("repo/own/plimsoll.toml"), "ignore = [\"missing-user\"]").unwrap();
        let loader = Loader::new();
        let off = |folder: &str, rule: &str| {
            let config = loader.for_folder(&root.join(folder)).config;
            let settings = config.settings_for(&root.join(folder).join("Dockerfile"));
            settings.level(registry::by_id(rule).unwrap()) == Level::Off
        };
        assert!(off("repo/a/b", "latest-tag") && !off("repo/a/b", "root-user"));
        assert!(off("repo/own", "missing-user") && !off("repo/own", "latest-tag"));
        assert!(off("", "root-user"));
    }

    #[test]
    fn a_named_file_that_is_missing_is_an_error() {
        let found = Loader::new().only("/nowhere/plimsoll.toml".as_ref()).for_folder("/".as_ref());
        assert_eq!(found.errors.len(), 1);
    }
}
