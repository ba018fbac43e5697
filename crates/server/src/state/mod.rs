//! The open texts, the projects and the settings; everything else is derived from them.
//!
//! Invariant: changed under one lock, and never across an `await`, so that edits count in the order in which they
//! came in. Nothing here is slow: files are read and texts analysed elsewhere.

mod document;
mod project;
mod snapshot;
mod text;

pub(crate) use document::Document;
pub(crate) use project::{Disk, Home, Project, ProjectId};
pub(crate) use snapshot::{Open, OpenDocument, Snapshot};
pub(crate) use text::Text;

use crate::abilities::Abilities;
use crate::protocol::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};
use crate::settings::ClientSettings;
use plimsoll_analysis::{Analysis, FileKind, SourceFile, Workspace, WorkspaceFile};
use plimsoll_config::ListedFiles;
use plimsoll_files::detect::{self, Name};
use plimsoll_files::paths;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// All that the server knows.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) abilities: Arc<Abilities>,
    /// What holds where no folder has settings of its own.
    pub(crate) settings: ClientSettings,
    projects: BTreeMap<ProjectId, Project>,
    documents: HashMap<Uri, Entry>,
    next: usize,
}

#[derive(Debug)]
struct Entry {
    document: Document,
    project: ProjectId,
    /// The outcome at a generation of the project.
    analysis: Option<(u64, Arc<OnceLock<Analysis>>)>,
}

/// Where texts belong that were never saved.
const NOWHERE: ProjectId = ProjectId(0);

impl State {
    pub(crate) fn new(abilities: Abilities, settings: ClientSettings, folders: Vec<PathBuf>) -> Self {
        let nowhere = Project::new(NOWHERE, Home::Nowhere, settings.clone());
        let projects = BTreeMap::from([(NOWHERE, nowhere)]);
        let mut state = Self { abilities: Arc::new(abilities), settings, projects, documents: HashMap::new(), next: 1 };
        for folder in folders {
            state.add_project(Home::Folder(folder));
        }
        state
    }

    /// Takes in a document that was opened. Gives back the project that it belongs to.
    pub(crate) fn open(&mut self, item: TextDocumentItem) -> ProjectId {
        let document = Document::new(item, self.abilities.encoding);
        let project = self.project_for(document.path.as_deref());
        let uri = document.uri.clone();
        self.documents.insert(uri.clone(), Entry { document, project, analysis: None });
        self.classify(&uri);
        self.touch(project);
        project
    }

    /// Applies changes. `None` when the document is not open.
    pub(crate) fn change(
        &mut self,
        uri: &Uri,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
    ) -> Option<ProjectId> {
        let entry = self.documents.get_mut(uri)?;
        entry.document.change(version, changes);
        let project = entry.project;
        self.classify(uri);
        self.touch(project);
        Some(project)
    }

    /// Forgets a document. `None` when it was not open.
    pub(crate) fn close(&mut self, uri: &Uri) -> Option<ProjectId> {
        let project = self.documents.remove(uri)?.project;
        self.touch(project);
        let is_used = self.documents.values().any(|entry| entry.project == project);
        if !is_used && self.projects.get(&project).is_some_and(|it| matches!(it.home, Home::Loose(_))) {
            self.projects.remove(&project);
        }
        Some(project)
    }

    /// Whether the document is open.
    pub(crate) fn is_open(&self, uri: &Uri) -> bool {
        self.documents.contains_key(uri)
    }

    /// The version of an open document.
    pub(crate) fn version(&self, uri: &Uri) -> Option<i32> {
        self.documents.get(uri).map(|entry| entry.document.version)
    }

    /// The open documents of a project.
    pub(crate) fn documents_of(&self, project: ProjectId) -> Vec<Uri> {
        let own = self.documents.values().filter(|entry| entry.project == project);
        own.map(|entry| entry.document.uri.clone()).collect()
    }

    /// Where the open documents of a project are.
    pub(crate) fn paths_of(&self, project: ProjectId) -> Vec<PathBuf> {
        let own = self.documents.values().filter(|entry| entry.project == project);
        own.filter_map(|entry| entry.document.path.clone()).collect()
    }

    pub(crate) fn project(&self, id: ProjectId) -> Option<&Project> {
        self.projects.get(&id)
    }

    pub(crate) fn project_mut(&mut self, id: ProjectId) -> Option<&mut Project> {
        self.projects.get_mut(&id)
    }

    pub(crate) fn projects(&self) -> impl Iterator<Item = &Project> {
        self.projects.values()
    }

    /// Whether a configuration names the file at `path` as its baseline.
    pub(crate) fn is_baseline(&self, path: &Path) -> bool {
        self.projects.values().any(|project| project.is_baseline(path))
    }

    /// The projects that hold the file at `path`.
    pub(crate) fn projects_with(&self, path: &Path) -> Vec<ProjectId> {
        let holds = |project: &&Project| match &project.home {
            // What lies above a folder governs it as well: a configuration, the rest of the repository.
            Home::Folder(folder) | Home::Loose(folder) => {
                path.starts_with(folder)
                    || path.starts_with(&project.disk.root)
                    || path.parent().is_some_and(|above| folder.starts_with(above))
            }
            Home::Nowhere => false,
        };
        self.projects.values().filter(holds).map(|project| project.id).collect()
    }

    /// Adds and removes folders of the workspace; open documents go where they belong now.
    pub(crate) fn change_folders(&mut self, added: Vec<PathBuf>, removed: &[PathBuf]) {
        self.projects.retain(|_, project| !matches!(&project.home, Home::Folder(it) if removed.contains(it)));
        for folder in added {
            let home = Home::Folder(folder);
            if !self.projects.values().any(|project| project.home == home) {
                self.add_project(home);
            }
        }
        let places: Vec<(Uri, Option<PathBuf>)> =
            self.documents.values().map(|it| (it.document.uri.clone(), it.document.path.clone())).collect();
        for (uri, path) in places {
            let project = self.project_for(path.as_deref());
            if let Some(entry) = self.documents.get_mut(&uri) {
                entry.project = project;
                entry.analysis = None;
            }
            self.touch(project);
        }
    }

    /// Puts what was read in the place of what was known. `None` when something newer was asked for meanwhile.
    pub(crate) fn install(&mut self, id: ProjectId, asked: u64, disk: Disk) -> Option<()> {
        let project = self.projects.get_mut(&id).filter(|project| project.asked == asked)?;
        project.disk = Arc::new(disk);
        project.ready = true;
        project.touch();
        for uri in self.documents_of(id) {
            self.classify(&uri);
        }
        Some(())
    }

    /// Whether everything around the document was read.
    pub(crate) fn is_ready(&self, uri: &Uri) -> bool {
        let project = self.documents.get(uri).and_then(|entry| self.projects.get(&entry.project));
        project.is_none_or(|project| project.ready)
    }

    /// Whether all folders were read.
    pub(crate) fn are_all_ready(&self) -> bool {
        self.projects.values().all(|project| project.ready)
    }

    /// An open document as it stands; `None` when it is not open, or nothing that plimsoll knows.
    pub(crate) fn snapshot(&mut self, uri: &Uri) -> Option<Snapshot> {
        let entry = self.documents.get_mut(uri)?;
        let kind = entry.document.kind?;
        let (text, version, id) = (entry.document.text(), entry.document.version, entry.project);
        let path = entry.document.path.clone();
        let workspace = self.view(id)?;
        let open = Arc::new(self.open_of(id));
        let project = self.projects.get(&id)?;
        let entry = self.documents.get_mut(uri)?;
        let analysis = match &entry.analysis {
            Some((generation, analysis)) if *generation == project.generation => Arc::clone(analysis),
            _ => Arc::clone(&entry.analysis.insert((project.generation, Arc::default())).1),
        };
        let place = path.clone().unwrap_or_else(|| PathBuf::from(uri.path().as_str()));
        let config = project.loader.for_file(&place).config;
        Some(Snapshot {
            uri: uri.clone(),
            version: Some(version),
            file: SourceFile::new(project.in_workspace(&place), Arc::clone(&text.text), kind),
            text,
            settings: project.settings_for(&place),
            client: Arc::new(project.settings.clone()),
            abilities: Arc::clone(&self.abilities),
            workspace,
            root: project.disk.root.clone(),
            configuration: config.path.clone(),
            is_linted: project.settings.enable && config.listed(&place) != Some(ListedFiles::Excluded),
            known: project.known_in(&place),
            path,
            open,
            analysis,
        })
    }

    /// The files with diagnostics of their own that are not open, each as it was read.
    pub(crate) fn snapshots_of_files(&mut self, id: ProjectId) -> Vec<Snapshot> {
        let Some(workspace) = self.view(id) else { return Vec::new() };
        let open = Arc::new(self.open_of(id));
        let Some(project) = self.projects.get(&id) else { return Vec::new() };
        let client = Arc::new(project.settings.clone());
        let mut snapshots = Vec::new();
        for (path, kind) in &project.disk.targets {
            let in_workspace = project.in_workspace(path);
            let (Some(file), false) = (workspace.get(&in_workspace), open.contains_key(&in_workspace)) else {
                continue;
            };
            let Some(uri) = Uri::from_file_path(path) else { continue };
            let text = Arc::clone(&file.text);
            snapshots.push(Snapshot {
                uri,
                version: None,
                text: Arc::new(Text::new(Arc::clone(&text), self.abilities.encoding)),
                file: SourceFile::new(in_workspace, text, *kind),
                settings: project.settings_for(path),
                client: Arc::clone(&client),
                abilities: Arc::clone(&self.abilities),
                workspace: Arc::clone(&workspace),
                root: project.disk.root.clone(),
                configuration: None,
                path: Some(path.clone()),
                is_linted: project.settings.enable,
                known: project.known_in(path),
                open: Arc::clone(&open),
                analysis: Arc::default(),
            });
        }
        snapshots
    }

    /// The view of a project's files with the open texts in their places.
    pub(crate) fn view(&mut self, id: ProjectId) -> Option<Arc<Workspace>> {
        let project = self.projects.get_mut(&id)?;
        if let Some(view) = &project.view {
            return Some(Arc::clone(view));
        }
        let disk = Arc::clone(&project.disk);
        let mut files: Vec<Arc<WorkspaceFile>> = Vec::new();
        for entry in self.documents.values_mut().filter(|entry| entry.project == id) {
            let document = &mut entry.document;
            let Some(place) = &document.path else { continue };
            let path = paths::relative(place, &disk.root);
            // A text of another kind matters only if the file did.
            let is_known = disk.files.binary_search_by(|file| file.path.as_str().cmp(&path)).is_ok();
            if document.kind.is_some() || is_known {
                files.push(Arc::new(WorkspaceFile {
                    path,
                    kind: document.kind.and_then(FileKind::in_workspace),
                    text: Arc::clone(&document.text().text),
                }));
            }
        }
        files.sort_by(|left, right| left.path.cmp(&right.path));
        let view = Workspace::shared(files.into_iter().chain(disk.files.iter().cloned()));
        let view = view.with_owner(disk.owner.clone()).with_listing(Arc::clone(&disk.listing));
        let view = Arc::new(view.with_builds(disk.builds.clone()).with_pairs(disk.pairs.clone()));
        let project = self.projects.get_mut(&id)?;
        project.view = Some(Arc::clone(&view));
        Some(view)
    }

    /// The view of each project, its root, and its open documents.
    pub(crate) fn views(&mut self) -> Vec<(Arc<Workspace>, PathBuf, Open)> {
        let projects: Vec<ProjectId> = self.projects.keys().copied().collect();
        let view = |id: ProjectId| {
            let (view, open) = (self.view(id)?, self.open_of(id));
            Some((view, self.projects.get(&id)?.disk.root.clone(), open))
        };
        projects.into_iter().filter_map(view).collect()
    }

    fn open_of(&mut self, id: ProjectId) -> Open {
        let Some(project) = self.projects.get(&id) else { return Open::new() };
        let own = self.documents.values_mut().filter(|entry| entry.project == id);
        let named = own.filter_map(|entry| {
            let path = project.in_workspace(entry.document.path.as_deref()?);
            let document = &mut entry.document;
            let (uri, version, text) = (document.uri.clone(), document.version, document.text());
            Some((path, OpenDocument { uri, version, text }))
        });
        named.collect()
    }

    fn touch(&mut self, id: ProjectId) {
        if let Some(project) = self.projects.get_mut(&id) {
            project.touch();
        }
    }

    fn add_project(&mut self, home: Home) -> ProjectId {
        let id = ProjectId(self.next);
        self.next += 1;
        self.projects.insert(id, Project::new(id, home, self.settings.clone()));
        id
    }

    /// The project of the file at `path`: the innermost folder of the workspace around it, else one for its
    /// surroundings.
    fn project_for(&mut self, path: Option<&Path>) -> ProjectId {
        let Some(path) = path else { return NOWHERE };
        let depth = |project: &Project| match &project.home {
            Home::Folder(folder) if path.starts_with(folder) => Some(folder.components().count()),
            _ => None,
        };
        let folders = self.projects.values().filter_map(|project| Some((depth(project)?, project.id)));
        if let Some((_, id)) = folders.max() {
            return id;
        }
        let parent = path.parent().unwrap_or(path);
        let root = paths::workspace_root([parent]).map_or_else(|| parent.to_owned(), |(root, _)| root);
        let home = Home::Loose(root);
        match self.projects.values().find(|project| project.home == home) {
            Some(project) => project.id,
            None => self.add_project(home),
        }
    }

    /// Finds out what a document is.
    fn classify(&mut self, uri: &Uri) {
        let Some(entry) = self.documents.get_mut(uri) else { return };
        let Some(project) = self.projects.get(&entry.project) else { return };
        let document = &mut entry.document;
        let place = document.path.clone().unwrap_or_else(|| PathBuf::from(uri.path().as_str()));
        let listed = project.loader.for_file(&place).config.listed(&place);
        let path = project.in_workspace(&place);
        let name = detect::name(&path);
        let language = document.language.to_ascii_lowercase();
        let text = document.text();
        document.kind = match (listed, name) {
            (Some(ListedFiles::Kind(FileKind::TaskDefinition)), _) => {
                Some(detect::configured_task_definition(&path, &text.text))
            }
            (Some(ListedFiles::Kind(kind)), _) | (_, Name::Kind(kind)) => Some(kind),
            _ if matches!(language.as_str(), "dockerfile" | "containerfile") => Some(FileKind::Dockerfile),
            _ if language.contains("task-definition") => Some(FileKind::TaskDefinition),
            _ if let Some(kind) = detect::carrier(&path, &text.text) => Some(kind),
            // Half typed, it stays what it was.
            _ if document.kind.is_some_and(FileKind::is_carrier) => document.kind,
            _ if document.kind == Some(FileKind::TaskDefinition) => document.kind,
            // Kept while it is edited, so that findings go when the Dockerfile in it does.
            _ if detect::is_compose(&path)
                && (document.kind == Some(FileKind::Compose) || detect::holds_dockerfile(&document.text().text)) =>
            {
                Some(FileKind::Compose)
            }
            _ if name == Name::Bake => Some(FileKind::Bake),
            _ if (name == Name::Json || language.starts_with("json")) && !detect::is_companion(&path, &text.text) => {
                let may_be = detect::is_named_task_definition(&path)
                    || detect::may_be_task_definition(&path, text.text.as_bytes());
                (may_be && detect::is_task_definition(&path, &text.text, false)).then_some(FileKind::TaskDefinition)
            }
            _ if detect::is_companion(&path, &text.text) => Some(FileKind::Companion),
            // An environment file is one when a task definition names it; half typed, a companion stays what it was.
            _ if document.kind == Some(FileKind::Companion)
                || project.disk.targets.get(&place) == Some(&FileKind::Companion) =>
            {
                Some(FileKind::Companion)
            }
            _ => None,
        };
    }
}
