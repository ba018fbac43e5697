//! A folder of the workspace, or the surroundings of files that were opened alone.
//!
//! Invariant: nothing is said about a file before the files around it were read; a rule would take what was not read
//! yet for something that is missing.

use crate::settings::ClientSettings;
use plimsoll_analysis::{BuildUse, FileKind, Listing, Pair, Settings, Workspace, WorkspaceFile};
use plimsoll_config::{ConfigError, Loader};
use plimsoll_report::Baseline;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Which project, for as long as the server runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ProjectId(pub(crate) usize);

/// What a project is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Home {
    /// A folder of the workspace.
    Folder(PathBuf),
    /// What lies around files of this folder that belong to no folder of the workspace.
    Loose(PathBuf),
    /// Texts that were never saved.
    Nowhere,
}

/// The known findings of one file.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) baseline: Arc<Baseline>,
    /// How the baseline names the file.
    pub(crate) name: String,
}

/// Files that are looked at together.
#[derive(Debug)]
pub(crate) struct Project {
    pub(crate) id: ProjectId,
    pub(crate) home: Home,
    pub(crate) settings: ClientSettings,
    pub(crate) loader: Arc<Loader>,
    /// The baselines that configurations name, by their path; `None` for one that cannot be read.
    baselines: Mutex<HashMap<PathBuf, Option<Arc<Baseline>>>>,
    pub(crate) disk: Arc<Disk>,
    /// Whether the files were read.
    pub(crate) ready: bool,
    /// Number of the newest reading that was asked for; older ones do not count.
    pub(crate) asked: u64,
    /// Grows with every change of a text, of the settings or of the files.
    pub(crate) generation: u64,
    /// The view of files and open texts at this generation.
    pub(crate) view: Option<Arc<Workspace>>,
}

/// What was read.
#[derive(Debug, Default)]
pub(crate) struct Disk {
    /// What paths of the workspace are relative to.
    pub(crate) root: PathBuf,
    pub(crate) owner: Option<String>,
    /// The names in the folders that Dockerfiles may be built from.
    pub(crate) listing: Arc<Listing>,
    /// The builds that configurations name.
    pub(crate) builds: Vec<BuildUse>,
    /// The Dockerfiles of containers that configurations name.
    pub(crate) pairs: Vec<Pair>,
    pub(crate) files: Vec<Arc<WorkspaceFile>>,
    /// The files with diagnostics of their own, by their absolute path.
    pub(crate) targets: BTreeMap<PathBuf, FileKind>,
    /// What is wrong with configurations, by their path.
    pub(crate) config_errors: BTreeMap<PathBuf, Arc<Vec<ConfigError>>>,
}

impl Project {
    pub(crate) fn new(id: ProjectId, home: Home, settings: ClientSettings) -> Self {
        let (ready, root) = match &home {
            Home::Folder(folder) | Home::Loose(folder) => (false, folder.clone()),
            Home::Nowhere => (true, PathBuf::new()),
        };
        let loader = loader(&home, &settings);
        let disk = Arc::new(Disk { root, ..Disk::default() });
        let baselines = Mutex::default();
        Self { id, home, settings, loader, baselines, disk, ready, asked: 0, generation: 0, view: None }
    }

    /// Forgets what was derived from the texts.
    pub(crate) fn touch(&mut self) {
        self.generation += 1;
        self.view = None;
    }

    /// Takes other settings. The files have to be read again.
    pub(crate) fn configure(&mut self, settings: ClientSettings) {
        self.loader = loader(&self.home, &settings);
        self.settings = settings;
        self.forget_baselines();
        self.touch();
    }

    /// Reads configurations anew.
    pub(crate) fn forget_configurations(&mut self) {
        self.loader = loader(&self.home, &self.settings);
        self.forget_baselines();
        self.touch();
    }

    /// The known findings of the file at `path`.
    pub(crate) fn known_in(&self, path: &Path) -> Option<Known> {
        let config = self.loader.for_file(path).config;
        let file = config.baseline.as_ref()?;
        // Spelled as the paths that the editor speaks of.
        let own = plimsoll_files::paths::absolute(&file.path).unwrap_or_else(|_| file.path.clone());
        let mut baselines = self.baselines.lock().unwrap_or_else(PoisonError::into_inner);
        let parsed = baselines.entry(own.clone()).or_insert_with(|| {
            let baseline = Baseline::parse(file.text.as_deref()?).ok()?;
            Some(Arc::new(baseline))
        });
        let baseline = Arc::clone(parsed.as_ref()?);
        let folder = own.parent().unwrap_or(Path::new(""));
        Some(Known { baseline, name: plimsoll_files::paths::relative(path, folder) })
    }

    /// Whether a configuration that was asked for names the file at `path` as its baseline.
    pub(crate) fn is_baseline(&self, path: &Path) -> bool {
        self.baselines.lock().unwrap_or_else(PoisonError::into_inner).contains_key(path)
    }

    fn forget_baselines(&mut self) {
        self.baselines.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The path of a file in the workspace, with `/` between folders.
    pub(crate) fn in_workspace(&self, path: &Path) -> String {
        plimsoll_files::paths::relative(path, &self.disk.root)
    }

    /// The settings of the file at `path`.
    pub(crate) fn settings_for(&self, path: &Path) -> Arc<Settings> {
        self.loader.for_file(path).config.settings_for(path)
    }
}

fn loader(home: &Home, settings: &ClientSettings) -> Arc<Loader> {
    let loader = Loader::new().above(settings.preset, settings.edition.clone(), settings.layer.clone());
    let folder = match home {
        Home::Folder(folder) | Home::Loose(folder) => folder.as_path(),
        Home::Nowhere => return Arc::new(loader.none()),
    };
    Arc::new(match &settings.configuration {
        Some(path) => loader.only(&folder.join(path)),
        None => loader,
    })
}
