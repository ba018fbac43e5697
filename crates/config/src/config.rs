//! A configuration that was read, and the settings that it gives each file.
//!
//! Invariant: settings are built once for each set of overrides that match, so that thousands of files share few.

use crate::glob::Globs;
use crate::layer::{Layer, apply};
use plimsoll_analysis::{FileKind, LabelSchema, Level, Preset, Settings, SettingsBuilder, Severity};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// From which severity on findings make the command fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FailOn {
    /// From this severity on.
    Severity(Severity),
    /// They never do.
    Never,
}

impl FailOn {
    /// The words that [`Self::parse`] takes.
    pub const NAMES: [&'static str; 4] = ["note", "warning", "error", "never"];

    /// Reads `"note"`, `"warning"`, `"error"` or `"never"`; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text == "never" {
            return Some(Self::Never);
        }
        Level::parse(text)?.severity().map(Self::Severity)
    }

    /// Whether a finding of `severity` makes the command fail.
    #[must_use]
    pub fn is_reached(self, severity: Severity) -> bool {
        matches!(self, Self::Severity(least) if severity >= least)
    }
}

impl Default for FailOn {
    fn default() -> Self {
        Self::Severity(Severity::Error)
    }
}

/// A configuration: what a `plimsoll.toml` or `.hadolint.yaml` says, or nothing at all.
#[derive(Debug, Default)]
pub struct Config {
    /// The file; `None` for the defaults.
    pub path: Option<PathBuf>,
    /// The preset to start from.
    pub preset: Option<Preset>,
    /// The edition that freezes the rule set.
    pub edition: Option<String>,
    /// From which severity on findings make the command fail.
    pub fail_on: Option<FailOn>,
    /// Whether ignore comments count.
    pub inline_ignores: Option<bool>,
    /// For each registry host the mirrors to ask before it, as base URLs.
    pub mirrors: BTreeMap<String, Vec<String>>,
    /// The known findings, which stay quiet.
    pub baseline: Option<BaselineFile>,
    /// The labels that images carry.
    pub labels: LabelSchema,
    /// How a `.hadolint.yaml` wants the output.
    pub output: Output,
    /// The Dockerfiles that build the images of containers.
    pub pairs: Vec<Pair>,
    /// What it asks of all files.
    pub layer: Layer,
    pub(crate) files: Files,
    pub(crate) build: BuildSettings,
    pub(crate) overrides: Vec<Override>,
    pub(crate) ignore_at: Vec<IgnoreAt>,
    /// What the command line or the editor asks for; wins over all of the above.
    pub(crate) above: Above,
    pub(crate) compiled: Mutex<HashMap<Vec<usize>, Arc<Settings>>>,
}

/// How a `.hadolint.yaml` wants the output.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Output {
    /// One of [`crate::Hadolint::FORMATS`].
    pub format: Option<String>,
    /// Whether it is without colours.
    pub no_color: bool,
}

/// What `[files]` says of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListedFiles {
    /// It is of this kind, whatever its name and content say.
    Kind(FileKind),
    /// It is not linted.
    Excluded,
}

/// What a configuration says of how a Dockerfile is built.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BuildSettings {
    /// The folder of the build context, relative to the configuration's folder.
    pub context: Option<String>,
    /// The stage that is built and shipped.
    pub target: Option<String>,
}

/// `baseline`: a file with known findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaselineFile {
    /// Where it is; absolute when the configuration's path is.
    pub path: PathBuf,
    /// Its text; `None` when there is no such file, or it cannot be read.
    pub text: Option<Arc<str>>,
}

/// `[[pair]]`: the Dockerfile that builds the image of a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The task definition, from the configuration's folder.
    pub task_definition: String,
    /// The name of the container.
    pub container: String,
    /// The Dockerfile, from the configuration's folder.
    pub dockerfile: String,
}

/// Globs that say what files are.
#[derive(Debug, Clone, Default)]
pub(crate) struct Files {
    pub(crate) dockerfile: Globs,
    pub(crate) task_definition: Globs,
    pub(crate) exclude: Globs,
    /// What a build makes before the Dockerfile is built.
    pub(crate) generated: Globs,
}

/// `[[overrides]]`
#[derive(Debug, Clone)]
pub(crate) struct Override {
    pub(crate) paths: Globs,
    pub(crate) layer: Layer,
    pub(crate) build: BuildSettings,
}

/// `[[ignore-at]]`
#[derive(Debug, Clone)]
pub(crate) struct IgnoreAt {
    pub(crate) rules: Vec<String>,
    /// All files when empty.
    pub(crate) files: Globs,
    pub(crate) value_path: String,
}

/// What wins over a configuration.
#[derive(Debug, Clone, Default)]
pub(crate) struct Above {
    pub(crate) preset: Option<Preset>,
    pub(crate) edition: Option<String>,
    pub(crate) layer: Layer,
}

impl Config {
    /// The settings of the file at `path`, which is absolute or relative to the configuration's folder.
    #[must_use]
    pub fn settings_for(&self, path: &Path) -> Arc<Settings> {
        let relative = self.relative(path);
        let overrides = self.overrides.iter().map(|it| it.paths.is_match(&relative));
        let ignores = self.ignore_at.iter().map(|it| it.files.is_empty() || it.files.is_match(&relative));
        let key: Vec<usize> = overrides.chain(ignores).enumerate().filter(|(_, hit)| *hit).map(|(at, _)| at).collect();
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(settings) = compiled.get(&key) {
            return Arc::clone(settings);
        }
        let settings = Arc::new(self.build(&key));
        compiled.insert(key, Arc::clone(&settings));
        settings
    }

    /// What `[files]` says of the file or folder at `path`, which is absolute or relative to the configuration's
    /// folder. Exclusion wins.
    #[must_use]
    pub fn listed(&self, path: &Path) -> Option<ListedFiles> {
        if self.files.exclude.is_empty() && self.files.dockerfile.is_empty() && self.files.task_definition.is_empty() {
            return None;
        }
        let relative = self.relative(path);
        if self.files.exclude.is_match(&relative) {
            Some(ListedFiles::Excluded)
        } else if self.files.dockerfile.is_match(&relative) {
            Some(ListedFiles::Kind(FileKind::Dockerfile))
        } else if self.files.task_definition.is_match(&relative) {
            Some(ListedFiles::Kind(FileKind::TaskDefinition))
        } else {
            None
        }
    }

    /// How the Dockerfile at `path` is built, path as for [`Self::listed`]; `None` when nothing is said.
    #[must_use]
    pub fn build_for(&self, path: &Path) -> Option<BuildSettings> {
        let relative = self.relative(path);
        let mut build = self.build.clone();
        for layer in self.overrides.iter().filter(|it| it.paths.is_match(&relative)) {
            build.context = layer.build.context.clone().or(build.context);
            build.target = layer.build.target.clone().or(build.target);
        }
        (build != BuildSettings::default()).then_some(build)
    }

    /// Whether `[files] generated` names the file or folder at `path`, path as for [`Self::listed`].
    #[must_use]
    pub fn is_generated(&self, path: &Path) -> bool {
        !self.files.generated.is_empty() && self.files.generated.is_match(&self.relative(path))
    }

    /// The folder that globs are relative to.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        self.path.as_deref().and_then(Path::parent)
    }

    /// Whether it is a `plimsoll.toml`.
    fn is_own(&self) -> bool {
        self.path.as_deref().and_then(Path::extension).is_some_and(|extension| extension == "toml")
    }

    fn relative(&self, path: &Path) -> String {
        let relative = self.folder().and_then(|folder| path.strip_prefix(folder).ok()).unwrap_or(path);
        let text = relative.to_string_lossy();
        if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
    }

    fn build(&self, matching: &[usize]) -> Settings {
        let preset = self.above.preset.or(self.preset).unwrap_or_default();
        let mut builder = SettingsBuilder::new(preset);
        if let Some(edition) = self.above.edition.as_ref().or(self.edition.as_ref()) {
            // An unknown edition was reported when it was read.
            let _ = builder.edition(edition);
        }
        if self.inline_ignores == Some(false) && self.is_own() {
            // A policy, so a comment that breaks it is said. hadolint only passes over its comments.
            let _ = builder.level("inline-ignore", Level::Error);
        }
        let overrides = matching.iter().filter_map(|at| self.overrides.get(*at)).map(|it| &it.layer);
        apply(&mut builder, [&self.layer].into_iter().chain(overrides).chain([&self.above.layer]));
        builder.labels(self.labels.clone());
        builder.inline_ignores(self.inline_ignores.unwrap_or(true));
        let ignores = matching.iter().filter_map(|at| self.ignore_at.get(at.checked_sub(self.overrides.len())?));
        for (rule, path) in ignores.flat_map(|it| it.rules.iter().map(|rule| (rule, it.value_path.as_str()))) {
            let _ = builder.ignore_at(rule, path);
        }
        builder.build()
    }
}
