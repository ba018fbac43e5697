//! From the paths of the command line to the files to lint and the files around them.
//!
//! Invariant: the outcome does not depend on the order in which folders are walked. What the user names is linted
//! or is an error; what is found is linted when it is recognised.

mod classify;
mod find;

use crate::detect::{self, Name};
use crate::paths::{self, Bases};
use crate::{contexts, read, repository};
use classify::{Outcome, Role, is_json};
use find::exclusions;
use ignore::gitignore::Gitignore;
use plimsoll_analysis::{
    BuildUse, FileKind, ImageFacts, Listing, Pair, Question, ShellcheckAnswers, SourceFile, Workspace, WorkspaceFile,
};
use plimsoll_config::{Config, ConfigError, Found, ListedFiles, Loader};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What the user asks for.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Files and folders; `-` reads from stdin.
    pub paths: Vec<PathBuf>,
    /// Where the text of stdin belongs.
    pub stdin_filename: Option<PathBuf>,
    /// Whether to look at what .gitignore and the like leave out.
    pub no_ignore: bool,
    /// Globs of files and folders to leave out, from the current folder.
    pub exclude: Vec<String>,
    /// Whether named files are held to what holds for found ones.
    pub force_exclude: bool,
    /// Whether Compose files are wanted as well.
    pub compose: bool,
}

/// A file to lint.
#[derive(Debug, Clone)]
pub struct Target {
    /// Where it is; for stdin, where it would be.
    pub absolute: PathBuf,
    /// Its path in the workspace.
    pub path: String,
    /// Its path as it is shown.
    pub shown: String,
    /// What it is.
    pub kind: FileKind,
    /// Its text; callers that fix it put the new one here.
    pub text: Arc<str>,
    /// The configuration that governs it.
    pub config: Arc<Config>,
    /// Whether its text came from stdin.
    pub is_stdin: bool,
}

/// Something that went wrong with the run.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file as it is shown; empty when it is about no file.
    pub path: String,
    /// Line and column in it, from 1.
    pub place: Option<(u32, u32)>,
    /// What is wrong: lower case, no full stop.
    pub message: String,
}

impl Problem {
    /// A problem with a file as a whole, or with the run.
    pub fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), place: None, message: message.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.path.as_str(), self.place) {
            ("", _) => {}
            (path, None) => write!(formatter, "{path}: ")?,
            (path, Some((line, column))) => write!(formatter, "{path}:{line}:{column}: ")?,
        }
        formatter.write_str(&self.message)
    }
}

/// What there is to do.
#[derive(Debug, Default)]
pub struct Collected {
    /// Sorted by the shown path.
    pub targets: Vec<Target>,
    /// Files that are only looked at.
    partners: Vec<(PathBuf, WorkspaceFile)>,
    owner: Option<String>,
    listing: Arc<Listing>,
    builds: Vec<BuildUse>,
    pairs: Vec<Pair>,
    /// What registries answered, for the workspace: digests by reference. Empty until the caller asked.
    pub digests: BTreeMap<String, String>,
    /// What registries say of images, by reference. Empty until the caller asked.
    pub images: BTreeMap<String, ImageFacts>,
    /// What the network answered to questions of rules. Empty until the caller asked.
    pub answers: BTreeMap<Question, String>,
    /// What a real ShellCheck said of the scripts, for the workspace; `None` if nobody asked it.
    pub shellcheck: Option<Arc<ShellcheckAnswers>>,
    /// What went wrong; the rest of the run counts.
    pub problems: BTreeSet<Problem>,
    /// What was passed over and deserves a word.
    pub notes: BTreeSet<Problem>,
    /// What is doubtful in configurations; it does not make the run fail.
    pub warnings: BTreeSet<Problem>,
    bases: Option<Bases>,
}

impl Collected {
    /// The view of all files, with the targets' present texts.
    pub fn workspace(&self) -> Workspace {
        let targets = self.targets.iter().map(|target| WorkspaceFile {
            path: target.path.clone(),
            text: Arc::clone(&target.text),
            kind: target.kind.in_workspace(),
        });
        let partners = self.partners.iter().map(|(_, file)| WorkspaceFile {
            path: file.path.clone(),
            text: Arc::clone(&file.text),
            kind: file.kind,
        });
        Workspace::new(targets.chain(partners))
            .with_owner(self.owner.clone())
            .with_digests(self.digests.clone())
            .with_images(self.images.clone())
            .with_answers(self.answers.clone())
            .with_shellcheck(self.shellcheck.clone())
            .with_listing(Arc::clone(&self.listing))
            .with_builds(self.builds.clone())
            .with_pairs(self.pairs.clone())
    }

    /// The files that are only looked at.
    pub fn partners(&self) -> impl Iterator<Item = &WorkspaceFile> {
        self.partners.iter().map(|(_, file)| file)
    }

    /// The account in the address of the repository's remote.
    pub fn owner(&self) -> Option<&str> {
        self.owner.as_deref()
    }

    /// The names in the folders that Dockerfiles may be built from.
    pub fn listing(&self) -> &Arc<Listing> {
        &self.listing
    }

    /// The builds that configurations name.
    pub fn builds(&self) -> &[BuildUse] {
        &self.builds
    }

    /// The Dockerfiles of containers that configurations name.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// The root of the workspace, which paths of [`WorkspaceFile`]s are relative to; `None` when the current folder
    /// cannot be used.
    pub fn root(&self) -> Option<&Path> {
        self.bases.as_ref().map(|bases| bases.root.as_path())
    }

    /// The path to show for the file at `path` of the workspace.
    pub fn shown(&self, path: &str) -> String {
        match &self.bases {
            Some(bases) => bases.shown(&bases.root.join(path)),
            None => path.to_owned(),
        }
    }

    /// The path to show for the file at the absolute path `path`.
    pub fn shown_file(&self, path: &Path) -> String {
        self.bases.as_ref().map_or_else(|| path.display().to_string(), |bases| bases.shown(path))
    }

    /// The text of the file at `path` of the workspace, and its place among the targets if it is one.
    pub fn text_at(&self, path: &str) -> Option<(&Arc<str>, Option<usize>)> {
        if let Some(at) = self.targets.iter().position(|target| target.path == path) {
            return self.targets.get(at).map(|target| (&target.text, Some(at)));
        }
        let partner = self.partners.iter().find(|(_, file)| file.path == path);
        partner.map(|(_, file)| (&file.text, None))
    }

    /// Takes `text` for the file at `path` of the workspace, which is no target, or adds it. Gives back where it is; `None`
    /// when the current folder cannot be used.
    pub fn set_partner(&mut self, path: &str, text: Arc<str>) -> Option<PathBuf> {
        if let Some((absolute, file)) = self.partners.iter_mut().find(|(_, file)| file.path == path) {
            file.text = text;
            return Some(absolute.clone());
        }
        let absolute = self.root()?.join(path);
        self.partners.push((absolute.clone(), WorkspaceFile { path: path.to_owned(), text, kind: None }));
        Some(absolute)
    }

    /// Forgets the file at `path` of the workspace, which is no target.
    pub fn remove_partner(&mut self, path: &str) {
        self.partners.retain(|(_, file)| file.path != path);
    }

    /// The text of the file that is shown as `shown`.
    pub fn text_of(&self, shown: &str) -> Option<&str> {
        if let Ok(at) = self.targets.binary_search_by(|target| target.shown.as_str().cmp(shown)) {
            return self.targets.get(at).map(|target| &*target.text);
        }
        let bases = self.bases.as_ref()?;
        let partner = self.partners.iter().find(|(absolute, _)| bases.shown(absolute) == shown);
        partner.map(|(_, file)| &*file.text)
    }
}

/// Reads what `selection` asks for. Cannot fail: what goes wrong comes back among the problems.
#[must_use]
pub fn collect(selection: &Selection, loader: &Loader) -> Collected {
    collect_while(selection, loader, &|| true)
}

/// As [`collect`], and leaves off soon after `is_wanted` says no; what was read by then comes back. It is asked often,
/// from several threads.
#[must_use]
pub fn collect_while(selection: &Selection, loader: &Loader, is_wanted: &(dyn Fn() -> bool + Sync)) -> Collected {
    let current = match std::env::current_dir() {
        Ok(current) => current,
        Err(error) => {
            let mut collected = Collected::default();
            let message = format!("the current folder cannot be used: {}", read::reason(&error));
            collected.problems.insert(Problem::new("", message));
            return collected;
        }
    };
    let exclude = exclusions(selection, &current);
    let mut run = Run { selection, loader, exclude, is_wanted, problems: BTreeSet::new() };
    let named = run.named(&current);
    let folders = named.files.iter().chain(&named.stdin).filter_map(|path| path.parent());
    let folders = folders.chain(named.folders.iter().map(PathBuf::as_path));
    let (root, is_marked) = paths::workspace_root(folders).unwrap_or_else(|| (current.clone(), false));
    let bases = Bases { current, root, is_marked };

    let mut candidates: BTreeMap<PathBuf, Role> = BTreeMap::new();
    for path in run.around(&named, &bases.root) {
        candidates.insert(path, Role::Around);
    }
    for path in run.walk(&named.folders, &bases) {
        candidates.insert(path, Role::Found);
    }
    for path in &named.files {
        candidates.insert(path.clone(), Role::Named);
    }
    let stdin = run.stdin(&named, &bases);
    if let Some(stdin) = &stdin {
        candidates.remove(&stdin.absolute);
    }
    run.gather(candidates, stdin, &named, bases)
}

/// What the command line names, as absolute paths.
#[derive(Debug, Default)]
struct Named {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
    /// Where the text of stdin belongs.
    stdin: Option<PathBuf>,
}

struct Run<'a> {
    selection: &'a Selection,
    loader: &'a Loader,
    exclude: Option<Gitignore>,
    is_wanted: &'a (dyn Fn() -> bool + Sync),
    problems: BTreeSet<Problem>,
}

impl Run<'_> {
    fn named(&mut self, current: &Path) -> Named {
        let mut named = Named::default();
        for path in &self.selection.paths {
            if path.as_os_str() == "-" {
                let given = self.selection.stdin_filename.as_deref().unwrap_or(Path::new(STDIN));
                named.stdin = Some(paths::absolute(given).unwrap_or_else(|_| current.join(given)));
                continue;
            }
            // `absolute` refuses an empty path, and a `..` that leads nowhere.
            let found = paths::absolute(path).and_then(|absolute| Ok((std::fs::metadata(&absolute)?, absolute)));
            match found {
                Ok((metadata, absolute)) if metadata.is_dir() => named.folders.push(absolute),
                Ok((_, absolute)) => named.files.push(absolute),
                Err(error) => {
                    let shown = path.to_string_lossy().into_owned();
                    self.problems.insert(Problem::new(shown, read::reason(&error)));
                }
            }
        }
        named
    }

    fn stdin(&mut self, named: &Named, bases: &Bases) -> Option<Target> {
        let absolute = named.stdin.clone()?;
        let has_name = self.selection.stdin_filename.is_some();
        let shown = if has_name { bases.shown(&absolute) } else { STDIN.to_owned() };
        let text = match read::stdin() {
            Ok(text) => text,
            Err(message) => {
                self.problems.insert(Problem::new(shown, message));
                return None;
            }
        };
        let config = self.loader.for_file(&absolute).config;
        let kind = match (config.listed(&absolute), detect::name(&shown)) {
            (Some(ListedFiles::Kind(FileKind::TaskDefinition)), _) => detect::configured_task_definition(&shown, &text),
            (Some(ListedFiles::Kind(kind)), _) | (_, Name::Kind(kind)) => kind,
            _ if let Some(kind) = detect::carrier(&shown, &text) => kind,
            (_, Name::Json) => FileKind::TaskDefinition,
            _ if is_json(&text) => FileKind::TaskDefinition,
            _ => FileKind::Dockerfile,
        };
        let path = bases.in_workspace(&absolute);
        Some(Target { absolute, path, shown, kind, text: text.into(), config, is_stdin: true })
    }

    /// Reads all files and sorts them into what is linted and what is only looked at.
    fn gather(
        mut self,
        candidates: BTreeMap<PathBuf, Role>,
        stdin: Option<Target>,
        named: &Named,
        bases: Bases,
    ) -> Collected {
        let mut collected = Collected { owner: repository::owner(&bases.root), ..Collected::default() };
        collected.targets.extend(stdin);
        let (mut scripts, environments) = self.sort_in(&candidates, &bases, &mut collected);
        if collected.targets.iter().any(|target| target.kind == FileKind::Dockerfile) {
            let may_build = |path: &&PathBuf| detect::may_build(&bases.in_workspace(path));
            let builders: Vec<PathBuf> = scripts.iter().filter(may_build).cloned().collect();
            collected.partners.extend(texts(&builders, &bases, detect::names_target));
        }
        let is_task = |target: &Target| target.kind == FileKind::TaskDefinition || target.kind.is_carrier();
        let goes_with_one = |target: &Target| is_task(target) || target.kind == FileKind::Companion;
        if collected.targets.iter().any(goes_with_one) {
            // Rules about a task definition and what belongs to it must not take a part for the whole.
            if bases.is_marked && !named.folders.contains(&bases.root) {
                let rest = self.walk(std::slice::from_ref(&bases.root), &bases).into_iter();
                let known = |path: &PathBuf| {
                    candidates.contains_key(path) || collected.targets.iter().any(|target| target.absolute == *path)
                };
                let rest = rest.filter(|path| !known(path)).map(|path| (path, Role::Around)).collect();
                scripts.extend(self.sort_in(&rest, &bases, &mut collected).0);
            }
            self.take_named_by_terraform(&bases, &mut collected);
            self.take_environments(environments, &bases, &mut collected);
            let known: BTreeSet<PathBuf> = collected.partners.iter().map(|(path, _)| path.clone()).collect();
            let found = texts(&scripts, &bases, detect::is_deployment);
            collected.partners.extend(found.into_iter().filter(|(path, _)| !known.contains(path)));
        }
        collected.targets.sort_by(|left, right| left.shown.cmp(&right.shown));
        self.look_at_contexts(&mut collected, &bases);
        for error in self.config_errors(&collected.targets, named) {
            let is_warning = error.is_warning();
            let problem = match error {
                ConfigError::Unreadable { path, reason } => Problem::new(bases.shown(&path), reason),
                ConfigError::Invalid { path, line, column, message, .. } => {
                    Problem { place: Some((line, column)), ..Problem::new(bases.shown(&path), message) }
                }
            };
            let said = if is_warning { &mut collected.warnings } else { &mut self.problems };
            said.insert(problem);
        }
        collected.problems = self.problems;
        collected.bases = Some(bases);
        collected
    }

    /// Looks at the folders that the Dockerfiles among the targets may be built from.
    fn look_at_contexts(&self, collected: &mut Collected, bases: &Bases) {
        let dockerfiles = || collected.targets.iter().filter(|target| target.kind == FileKind::Dockerfile);
        let workflows = || collected.targets.iter().filter(|target| target.kind == FileKind::Companion);
        let builds = dockerfiles().filter_map(|target| configured(target, bases)).collect();
        let files: Vec<SourceFile> = dockerfiles()
            .chain(workflows())
            .map(|target| SourceFile::new(target.path.clone(), Arc::clone(&target.text), target.kind))
            .collect();
        collected.builds = builds;
        collected.pairs = pairs(&collected.targets, bases);
        let is_generated = |path: &Path| self.loader.for_file(path).config.is_generated(path);
        let found = contexts::look(&files, &collected.workspace(), bases, &is_generated);
        collected.listing = Arc::new(found.listing);
        let known: BTreeSet<&str> = collected.targets.iter().map(|target| target.path.as_str()).collect();
        let new = found.files.into_iter().filter(|(_, file)| !known.contains(file.path.as_str()));
        collected.partners.extend(new);
    }

    /// Adds the files that Terraform's task definitions take their containers from: to what is linted if the resource
    /// is linted, else to what is looked at. Their names need not tell what they are.
    fn take_named_by_terraform(&self, bases: &Bases, collected: &mut Collected) {
        let is_terraform = |kind: Option<FileKind>| kind == Some(FileKind::Terraform);
        let linted = collected.targets.iter().filter(|target| is_terraform(Some(target.kind)));
        let linted = linted.map(|target| (target.path.as_str(), &*target.text, true));
        let others = collected.partners.iter().filter(|(_, file)| is_terraform(file.kind));
        let others = others.map(|(_, file)| (file.path.as_str(), &*file.text, false));
        let mut named: BTreeMap<String, bool> = BTreeMap::new();
        for (path, text, is_linted) in linted.chain(others) {
            for file in plimsoll_carriers::terraform_files(path, text) {
                *named.entry(file).or_default() |= is_linted;
            }
        }
        for (path, is_linted) in named {
            let absolute = bases.root.join(&path);
            if collected.targets.iter().any(|target| target.absolute == absolute)
                || collected.partners.iter().any(|(known, _)| *known == absolute)
                || self.is_excluded(&absolute, false)
            {
                continue;
            }
            let Some(text) = read::partner(&absolute).and_then(|bytes| String::from_utf8(bytes).ok()) else { continue };
            let kind = FileKind::TaskDefinition;
            if is_linted && detect::is_task_definition(&path, &text, true) {
                let config = self.loader.for_file(&absolute).config;
                let (shown, text) = (bases.shown(&absolute), text.into());
                collected.targets.push(Target { absolute, path, shown, kind, text, config, is_stdin: false });
            } else {
                collected.partners.push((absolute, WorkspaceFile { path, text: text.into(), kind: None }));
            }
        }
    }

    /// Adds the environment files that a task definition names, each by its name alone: where it stands in S3 says
    /// nothing of where it stands here.
    fn take_environments(&self, found: Vec<PathBuf>, bases: &Bases, collected: &mut Collected) {
        let is_task = |kind: FileKind| kind == FileKind::TaskDefinition || kind.is_carrier();
        let linted = collected.targets.iter().filter(|target| is_task(target.kind)).map(|target| &*target.text);
        let others = collected.partners.iter().filter(|(_, file)| file.kind.is_some_and(is_task));
        let texts = linted.chain(others.map(|(_, file)| &*file.text));
        let named: BTreeSet<String> = texts.flat_map(detect::environment_files).map(str::to_owned).collect();
        let name_of = |path: &PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
        for name in named {
            let mut same = found.iter().filter(|path| name_of(path).as_deref() == Some(&name));
            let (Some(absolute), None) = (same.next(), same.next()) else { continue };
            let Some(text) = read::partner(absolute).and_then(|bytes| String::from_utf8(bytes).ok()) else { continue };
            let config = self.loader.for_file(absolute).config;
            let (path, shown) = (bases.in_workspace(absolute), bases.shown(absolute));
            let (absolute, kind, text) = (absolute.clone(), FileKind::Companion, text.into());
            collected.targets.push(Target { absolute, path, shown, kind, text, config, is_stdin: false });
        }
    }

    /// Reads `candidates` and puts them where they belong. Gives back the scripts and the environment files, which were
    /// not read.
    fn sort_in(
        &mut self,
        candidates: &BTreeMap<PathBuf, Role>,
        bases: &Bases,
        collected: &mut Collected,
    ) -> (Vec<PathBuf>, Vec<PathBuf>) {
        let candidates: Vec<(&PathBuf, &Role)> = candidates.iter().collect();
        let read = |(path, role): &(&PathBuf, &Role)| match (self.is_wanted)() {
            true => self.read(path, **role, bases),
            false => Outcome::Nothing,
        };
        let outcomes: Vec<Outcome> = candidates.par_iter().map(read).collect();
        let (mut scripts, mut environments) = (Vec::new(), Vec::new());
        for outcome in outcomes {
            match outcome {
                Outcome::Target(target) => collected.targets.push(target),
                Outcome::Partner(path, file) => collected.partners.push((path, file)),
                Outcome::Script(path) => scripts.push(path),
                Outcome::Environment(path) => environments.push(path),
                Outcome::Problem(problem) => _ = self.problems.insert(problem),
                Outcome::Note(note) => _ = collected.notes.insert(note),
                Outcome::Nothing => {}
            }
        }
        (scripts, environments)
    }

    /// What is wrong with the configurations of the targets and of the named folders, each file once.
    fn config_errors(&self, targets: &[Target], named: &Named) -> Vec<ConfigError> {
        let mut seen: BTreeSet<PathBuf> = BTreeSet::new();
        let mut errors = Vec::new();
        let folders = targets.iter().filter_map(|target| target.absolute.parent());
        for folder in folders.chain(named.folders.iter().map(PathBuf::as_path)) {
            let Found { errors: found, .. } = self.loader.for_folder(folder);
            if found.first().is_some_and(|first| seen.insert(first.path().to_owned())) {
                errors.extend(found.iter().cloned());
            }
        }
        errors
    }
}

/// Reads those of `scripts` that are wanted for their bytes.
fn texts(scripts: &[PathBuf], bases: &Bases, is_wanted: fn(&[u8]) -> bool) -> Vec<(PathBuf, WorkspaceFile)> {
    let texts = scripts.par_iter().filter_map(|path| {
        let bytes = read::partner(path).filter(|bytes| is_wanted(bytes))?;
        let text = String::from_utf8(bytes).ok()?.into();
        Some((path.clone(), WorkspaceFile { path: bases.in_workspace(path), text, kind: None }))
    });
    texts.collect()
}

/// The build that the configuration names for a Dockerfile.
fn configured(target: &Target, bases: &Bases) -> Option<BuildUse> {
    let build = target.config.build_for(&target.absolute)?;
    let folder = target.config.folder().unwrap_or(&bases.root);
    let context = build.context.map(|context| {
        let folder = paths::absolute(&folder.join(context)).ok()?;
        folder.starts_with(&bases.root).then(|| bases.in_workspace(&folder))
    });
    let file = target.config.path.as_deref().map(|path| bases.in_workspace(path)).unwrap_or_default();
    Some(BuildUse {
        file,
        name: String::new(),
        dockerfile: target.path.clone(),
        context: context.flatten(),
        target: build.target,
        is_open: false,
        target_range: None,
        contexts: Vec::new(),
        platforms: Vec::new(),
        images: Vec::new(),
    })
}

/// The pairs that the configurations of the task definitions name, by paths of the workspace.
fn pairs(targets: &[Target], bases: &Bases) -> Vec<Pair> {
    let tasks = targets.iter().filter(|target| target.kind == FileKind::TaskDefinition || target.kind.is_carrier());
    let mut found: Vec<Pair> = Vec::new();
    for target in tasks {
        let folder = target.config.folder().unwrap_or(&bases.root);
        let place = |path: &str| paths::absolute(&folder.join(path)).ok().map(|path| bases.in_workspace(&path));
        for pair in &target.config.pairs {
            let Some((task_definition, dockerfile)) = place(&pair.task_definition).zip(place(&pair.dockerfile)) else {
                continue;
            };
            let pair = Pair { task_definition, container: pair.container.clone(), dockerfile };
            if pair.task_definition == target.path && !found.contains(&pair) {
                found.push(pair);
            }
        }
    }
    found
}

const STDIN: &str = "<stdin>";
