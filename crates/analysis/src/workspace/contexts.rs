//! The build contexts that a Dockerfile may be built from.
//!
//! Invariant: where no file says what the context is, the folder of the Dockerfile and each one above it are candidates,
//! and what a rule says of the context must hold in all of them.

use super::Workspace;
use super::listing::Presence;
use plimsoll_model::context::{DockerIgnore, Glob};

/// A folder that a Dockerfile may be built from.
#[derive(Debug, Clone)]
pub struct BuildContext<'w> {
    workspace: &'w Workspace,
    /// Its path in the workspace; empty for the root.
    pub folder: String,
    /// The path of the `.dockerignore` in force.
    pub ignore_path: Option<String>,
    /// What is in it; empty when there is none.
    pub ignore: DockerIgnore,
}

/// The candidates.
#[derive(Debug, Clone)]
pub struct BuildContexts<'w> {
    /// Whether Compose, Bake or the configuration names them.
    pub is_known: bool,
    /// Each of them; empty when nothing can be said about files.
    pub all: Vec<BuildContext<'w>>,
}

impl Workspace {
    /// The contexts that the Dockerfile at `path` may be built from, as far as their files are known.
    #[must_use]
    pub fn contexts(&self, path: &str) -> BuildContexts<'_> {
        let (is_known, folders) = self.context_folders(path);
        let all = folders.into_iter().filter(|folder| self.listing().folder(folder).is_some());
        BuildContexts { is_known, all: all.map(|folder| self.context(path, folder)).collect() }
    }

    /// The paths of the folders that the Dockerfile at `path` may be built from, and whether a file says so.
    #[must_use]
    pub fn context_folders(&self, path: &str) -> (bool, Vec<String>) {
        let mut named: Vec<String> = self.builds_of(path).filter_map(|build| build.context.clone()).collect();
        named.sort();
        named.dedup();
        if !named.is_empty() {
            return (true, named);
        }
        let mut folders = Vec::new();
        let mut folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        loop {
            folders.push(folder.to_owned());
            match folder.rsplit_once('/') {
                Some((above, _)) => folder = above,
                None if folder.is_empty() => break,
                None => folder = "",
            }
        }
        (false, folders)
    }

    fn context(&self, dockerfile: &str, folder: String) -> BuildContext<'_> {
        // The one beside the Dockerfile wins. Source: Docker documentation, "Build context", 2026-11.
        let candidates = [format!("{dockerfile}.dockerignore"), in_folder(&folder, ".dockerignore")];
        let ignore_path = candidates.into_iter().find(|path| self.get(path).is_some());
        let text = ignore_path.as_deref().and_then(|path| self.get(path)).map_or("", |file| &*file.text);
        BuildContext { workspace: self, folder, ignore: DockerIgnore::parse(text), ignore_path }
    }
}

impl<'w> BuildContext<'w> {
    /// The path in the workspace of the file at `path` of the context.
    #[must_use]
    pub fn path_of(&self, path: &str) -> String {
        in_folder(&self.folder, path)
    }

    /// What stands at `path`.
    #[must_use]
    pub fn presence(&self, path: &str) -> Presence<'w> {
        self.workspace.listing().presence(&self.path_of(path))
    }

    /// The names at the top.
    pub fn top(&self) -> &'w [super::Entry] {
        self.workspace.listing().folder(&self.folder).unwrap_or_default()
    }

    /// The names in the folder at `path`; `None` when nobody looked.
    #[must_use]
    pub fn folder_at(&self, path: &str) -> Option<&'w [super::Entry]> {
        self.workspace.listing().folder(&self.path_of(path))
    }

    /// The text of the file at `path`; `None` when nobody read it.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&'w str> {
        self.workspace.get(&self.path_of(path)).map(|file| &*file.text)
    }

    /// The paths that a source of COPY names; `None` when nobody looked at a folder that it may lead to. What git
    /// ignores counts as there: a build makes it.
    #[must_use]
    pub fn matches(&self, source: &str) -> Option<Matches> {
        let mut found = vec![String::new()];
        for part in source.split('/').filter(|part| !matches!(*part, "" | ".")) {
            if part == ".." {
                return None;
            }
            let glob = Glob::source(part);
            let mut next = Vec::new();
            for folder in &found {
                let path = in_folder(folder, part);
                if glob.is_wild() {
                    if !folder.is_empty() && !matches!(self.presence(folder), Presence::There(it) if it.is_folder) {
                        continue;
                    }
                    let names = self.folder_at(folder)?.iter().filter(|entry| glob.matches(&entry.name));
                    next.extend(names.map(|entry| in_folder(folder, &entry.name)));
                    continue;
                }
                match self.presence(&path) {
                    Presence::Unknown => return None,
                    Presence::Absent => {}
                    Presence::Generated => return Some(Matches::Generated),
                    Presence::There(_) | Presence::Root => next.push(path),
                }
            }
            found = next;
        }
        Some(Matches::Paths(found))
    }
}

/// What a source of COPY names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matches {
    /// These paths; none of them means that the build fails.
    Paths(Vec<String>),
    /// Something that is not there, and that git ignores.
    Generated,
}

/// `path` below `folder`.
pub(crate) fn in_folder(folder: &str, path: &str) -> String {
    match (folder, path) {
        ("", path) => path.to_owned(),
        (folder, "") => folder.to_owned(),
        (folder, path) => format!("{folder}/{path}"),
    }
}
