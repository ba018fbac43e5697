//! From the paths of the command line to the files to lint and the files around them.
//!
//! Invariant: the outcome does not depend on the order in which folders are walked. What the user names is linted
//! or is an error; what is found is linted when it is recognised.

use crate::arguments::Lint;
use crate::detect::{self, Name};
use crate::paths::{self, Bases};
use crate::{read, repository};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use ignore::{DirEntry, WalkBuilder, WalkState};
use plimsoll_analysis::{FileKind, Workspace, WorkspaceFile};
use plimsoll_config::{Config, ConfigError, Found, ListedFiles, Loader};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// A file to lint.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    /// Where it is; for stdin, where it would be.
    pub(crate) absolute: PathBuf,
    /// Its path in the workspace.
    pub(crate) path: String,
    /// Its path as it is shown.
    pub(crate) shown: String,
    pub(crate) kind: FileKind,
    pub(crate) text: Arc<str>,
    pub(crate) config: Arc<Config>,
    pub(crate) is_stdin: bool,
}

/// Something that went wrong with the run.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Problem {
    /// The file as it is shown; empty when it is about no file.
    pub(crate) path: String,
    pub(crate) message: String,
}

impl Problem {
    pub(crate) fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), message: message.into() }
    }
}

/// What there is to do.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    /// Sorted by the shown path.
    pub(crate) targets: Vec<Target>,
    /// Files that are only looked at.
    partners: Vec<(PathBuf, WorkspaceFile)>,
    owner: Option<String>,
    pub(crate) problems: BTreeSet<Problem>,
    bases: Option<Bases>,
}

impl Collected {
    /// The view of all files, with the targets' present texts.
    pub(crate) fn workspace(&self) -> Workspace {
        let targets = self.targets.iter().map(|target| WorkspaceFile {
            path: target.path.clone(),
            text: Arc::clone(&target.text),
            kind: Some(target.kind),
        });
        let partners = self.partners.iter().map(|(_, file)| WorkspaceFile {
            path: file.path.clone(),
            text: Arc::clone(&file.text),
            kind: file.kind,
        });
        Workspace::new(targets.chain(partners)).with_owner(self.owner.clone())
    }

    /// The path to show for the file at `path` of the workspace.
    pub(crate) fn shown(&self, path: &str) -> String {
        match &self.bases {
            Some(bases) => bases.shown(&bases.root.join(path)),
            None => path.to_owned(),
        }
    }

    /// The text of the file that is shown as `shown`.
    pub(crate) fn text_of(&self, shown: &str) -> Option<&str> {
        if let Ok(at) = self.targets.binary_search_by(|target| target.shown.as_str().cmp(shown)) {
            return self.targets.get(at).map(|target| &*target.text);
        }
        let bases = self.bases.as_ref()?;
        let partner = self.partners.iter().find(|(absolute, _)| bases.shown(absolute) == shown);
        partner.map(|(_, file)| &*file.text)
    }
}

/// Reads what `lint` asks for.
pub(crate) fn collect(lint: &Lint, loader: &Loader) -> Collected {
    let current = match std::env::current_dir() {
        Ok(current) => current,
        Err(error) => {
            let mut collected = Collected::default();
            let message = format!("the current folder cannot be used: {}", read::reason(&error));
            collected.problems.insert(Problem::new("", message));
            return collected;
        }
    };
    let mut run = Run { lint, loader, exclude: exclusions(lint, &current), problems: BTreeSet::new() };
    let named = run.named(&current);
    let folders = named.files.iter().chain(&named.stdin).filter_map(|path| path.parent());
    let folders = folders.chain(named.folders.iter().map(PathBuf::as_path));
    let root = paths::workspace_root(folders).unwrap_or_else(|| current.clone());
    let bases = Bases { current, root };

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

/// How a file came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// The user named it.
    Named,
    /// The walk through a folder came upon it.
    Found,
    /// It stands near a named file; it is not linted.
    Around,
}

/// What the command line names, as absolute paths.
#[derive(Debug, Default)]
struct Named {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
    /// Where the text of stdin belongs.
    stdin: Option<PathBuf>,
}

/// What became of a file.
enum Outcome {
    Target(Target),
    Partner(PathBuf, WorkspaceFile),
    /// A workflow or script, to be read if there are task definitions.
    Script(PathBuf),
    Problem(Problem),
    Nothing,
}

struct Run<'a> {
    lint: &'a Lint,
    loader: &'a Loader,
    exclude: Option<Gitignore>,
    problems: BTreeSet<Problem>,
}

impl Run<'_> {
    fn named(&mut self, current: &Path) -> Named {
        let mut named = Named::default();
        for path in &self.lint.paths {
            if path.as_os_str() == "-" {
                let given = self.lint.stdin_filename.as_deref().unwrap_or(Path::new(STDIN));
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

    /// The files to know for files that were named alone: those beside them and in the folders up to the root.
    fn around(&self, named: &Named, root: &Path) -> BTreeSet<PathBuf> {
        let starts = named.files.iter().chain(&named.stdin).filter_map(|path| path.parent());
        let starts = starts.chain(named.folders.iter().filter_map(|folder| folder.parent()));
        let mut folders: BTreeSet<PathBuf> = BTreeSet::new();
        for start in starts {
            folders.extend(start.ancestors().take_while(|folder| folder.starts_with(root)).map(Path::to_owned));
        }
        if !folders.is_empty() {
            folders.insert(root.join(".github/workflows"));
        }
        let mut found = BTreeSet::new();
        for entry in folders.iter().filter_map(|folder| std::fs::read_dir(folder).ok()).flatten().flatten() {
            let path = entry.path();
            let wanted = match detect::name(&paths::slashed(&path)) {
                Name::Kind(_) | Name::Manifest | Name::Script => true,
                Name::Json => detect::is_named_task_definition(&paths::slashed(&path)),
                Name::Other => false,
            };
            if wanted && entry.file_type().is_ok_and(|kind| kind.is_file()) {
                found.insert(path);
            }
        }
        found
    }

    fn walk(&mut self, folders: &[PathBuf], bases: &Bases) -> Vec<PathBuf> {
        let Some((first, others)) = folders.split_first() else { return Vec::new() };
        let mut builder = WalkBuilder::new(first);
        for folder in others {
            builder.add(folder);
        }
        let respect = !self.lint.no_ignore;
        builder.hidden(false).require_git(false).follow_links(false);
        builder.ignore(respect).parents(respect).git_ignore(respect).git_global(respect).git_exclude(respect);
        builder.current_dir(&bases.current);
        let (found, problems) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
        builder.build_parallel().run(|| {
            Box::new(|entry| {
                let entry = match entry {
                    Ok(entry) => entry,
                    Err(error) => {
                        let problem = walk_problem(&error, bases);
                        problems.lock().unwrap_or_else(PoisonError::into_inner).push(problem);
                        return WalkState::Continue;
                    }
                };
                match self.visit(&entry) {
                    Visit::Skip => WalkState::Skip,
                    Visit::Pass => WalkState::Continue,
                    Visit::Take => {
                        found.lock().unwrap_or_else(PoisonError::into_inner).push(entry.into_path());
                        WalkState::Continue
                    }
                }
            })
        });
        self.problems.extend(problems.into_inner().unwrap_or_else(PoisonError::into_inner));
        found.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn visit(&self, entry: &DirEntry) -> Visit {
        let (path, is_root) = (entry.path(), entry.depth() == 0);
        let kind = entry.file_type();
        let is_folder = kind.is_some_and(|kind| kind.is_dir());
        if is_root && is_folder {
            return Visit::Pass;
        }
        let name = entry.file_name().to_string_lossy();
        let is_foreign = VERSION_CONTROL.contains(&&*name) || (!self.lint.no_ignore && OTHERS.contains(&&*name));
        if (is_folder && is_foreign) || self.is_excluded(path, is_folder) {
            return Visit::Skip;
        }
        if !kind.is_some_and(|kind| kind.is_file()) {
            return Visit::Pass;
        }
        let is_known = detect::name(&paths::slashed(path)) != Name::Other
            || self.loader.for_file(path).config.listed(path).is_some();
        if is_known { Visit::Take } else { Visit::Pass }
    }

    /// Whether the command line or the configuration leaves out the file or folder.
    fn is_excluded(&self, path: &Path, is_folder: bool) -> bool {
        let by_option = self.exclude.as_ref().is_some_and(|exclude| {
            path.starts_with(exclude.path()) && exclude.matched_path_or_any_parents(path, is_folder).is_ignore()
        });
        by_option || self.loader.for_file(path).config.listed(path) == Some(ListedFiles::Excluded)
    }

    fn stdin(&mut self, named: &Named, bases: &Bases) -> Option<Target> {
        let absolute = named.stdin.clone()?;
        let has_name = self.lint.stdin_filename.is_some();
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
            (Some(ListedFiles::Kind(kind)), _) | (_, Name::Kind(kind)) => kind,
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
        let candidates: Vec<(PathBuf, Role)> = candidates.into_iter().collect();
        let outcomes: Vec<Outcome> = candidates.par_iter().map(|(path, role)| self.read(path, *role, &bases)).collect();
        let mut collected = Collected { owner: repository::owner(&bases.root), ..Collected::default() };
        collected.targets.extend(stdin);
        let mut scripts = Vec::new();
        for outcome in outcomes {
            match outcome {
                Outcome::Target(target) => collected.targets.push(target),
                Outcome::Partner(path, file) => collected.partners.push((path, file)),
                Outcome::Script(path) => scripts.push(path),
                Outcome::Problem(problem) => _ = self.problems.insert(problem),
                Outcome::Nothing => {}
            }
        }
        if collected.targets.iter().any(|target| target.kind == FileKind::TaskDefinition) {
            let texts = scripts.par_iter().map(|path| {
                let bytes = read::partner(path).filter(|bytes| detect::is_deployment(bytes))?;
                let text = String::from_utf8(bytes).ok()?.into();
                Some((path.clone(), WorkspaceFile { path: bases.in_workspace(path), text, kind: None }))
            });
            collected.partners.extend(texts.collect::<Vec<_>>().into_iter().flatten());
        }
        collected.targets.sort_by(|left, right| left.shown.cmp(&right.shown));
        for error in self.config_errors(&collected.targets, named) {
            let shown = bases.shown(error.path());
            let message = match &error {
                ConfigError::Unreadable { reason, .. } => reason.clone(),
                ConfigError::Invalid { line, column, message, .. } => {
                    // The place belongs to the path, as in `plimsoll.toml:3:1`.
                    self.problems.insert(Problem::new(format!("{shown}:{line}:{column}"), message.clone()));
                    continue;
                }
            };
            self.problems.insert(Problem::new(shown, message));
        }
        collected.problems = self.problems;
        collected.bases = Some(bases);
        collected
    }

    fn read(&self, path: &Path, role: Role, bases: &Bases) -> Outcome {
        let config = self.loader.for_file(path).config;
        let shown = || bases.shown(path);
        let in_workspace = bases.in_workspace(path);
        let listed = config.listed(path);
        if role == Role::Named && self.lint.force_exclude && self.is_excluded(path, false) {
            return Outcome::Nothing;
        }
        let target = |kind: FileKind, text: String, config: Arc<Config>| {
            let (absolute, text) = (path.to_owned(), Arc::from(text));
            let path = in_workspace.clone();
            Outcome::Target(Target { absolute, path, shown: shown(), kind, text, config, is_stdin: false })
        };
        let partner = |kind: Option<FileKind>| {
            let text = read::partner(path).and_then(|bytes| String::from_utf8(bytes).ok());
            let file = text.map(|text| WorkspaceFile { path: in_workspace.clone(), text: text.into(), kind });
            file.map_or(Outcome::Nothing, |file| Outcome::Partner(path.to_owned(), file))
        };
        let name = detect::name(&in_workspace);
        let known = match (listed, name) {
            (Some(ListedFiles::Kind(kind)), _) | (_, Name::Kind(kind)) => Some(kind),
            _ => None,
        };
        match (role, known, name) {
            (Role::Around, Some(kind), _) => partner(Some(kind)),
            (Role::Around, None, Name::Json) => partner(Some(FileKind::TaskDefinition)),
            (_, Some(FileKind::Requirements), _) if role == Role::Found => match read::partner(path) {
                Some(bytes) => match String::from_utf8(bytes) {
                    Ok(text) => target(FileKind::Requirements, text, config),
                    Err(_) => Outcome::Nothing,
                },
                None => Outcome::Nothing,
            },
            (_, Some(kind), _) => match read::text(path) {
                Ok(text) => target(kind, text, config),
                Err(message) => Outcome::Problem(Problem::new(shown(), message)),
            },
            (Role::Named, None, _) => match read::text(path) {
                Ok(text) => match kind_of_named(&in_workspace, name, &text) {
                    Some(kind) => target(kind, text, config),
                    None if self.lint.force_exclude => Outcome::Nothing,
                    None => Outcome::Problem(Problem::new(shown(), not_recognised(path))),
                },
                Err(message) => Outcome::Problem(Problem::new(shown(), message)),
            },
            (_, None, Name::Manifest) => partner(None),
            (_, None, Name::Script) => Outcome::Script(path.to_owned()),
            (_, None, Name::Json) => found_json(path, &in_workspace, shown).map_or_else(
                |problem| problem.map_or(Outcome::Nothing, Outcome::Problem),
                |text| target(FileKind::TaskDefinition, text, config),
            ),
            (_, None, Name::Kind(_) | Name::Other) => Outcome::Nothing,
        }
    }

    /// What is wrong with the configurations of the targets and of the named folders, each file once.
    fn config_errors(&self, targets: &[Target], named: &Named) -> Vec<ConfigError> {
        let mut seen: BTreeSet<Option<PathBuf>> = BTreeSet::new();
        let mut errors = Vec::new();
        let folders = targets.iter().filter_map(|target| target.absolute.parent());
        for folder in folders.chain(named.folders.iter().map(PathBuf::as_path)) {
            let Found { config, errors: found } = self.loader.for_folder(folder);
            if !found.is_empty() && seen.insert(config.path.clone()) {
                errors.extend(found.iter().cloned());
            }
        }
        errors
    }
}

enum Visit {
    Take,
    Pass,
    Skip,
}

const STDIN: &str = "<stdin>";

/// Never looked into.
const VERSION_CONTROL: &[&str] = &[".git", ".hg", ".jj", ".svn"];

/// Folders of installed code that no `.gitignore` may mention; `--no-ignore` looks into them.
const OTHERS: &[&str] = &[".nox", ".terraform", ".tox", ".venv", "node_modules"];

fn exclusions(lint: &Lint, current: &Path) -> Option<Gitignore> {
    let mut builder = GitignoreBuilder::new(current);
    for glob in &lint.exclude {
        // A glob that does not compile was refused with the other arguments.
        let _ = builder.add_line(None, glob);
    }
    builder.build().ok().filter(|exclude| !exclude.is_empty())
}

/// The text of a JSON file that is a task definition.
///
/// # Errors
/// It is none; or it should be one by its name and cannot be read.
fn found_json(path: &Path, in_workspace: &str, shown: impl Fn() -> String) -> Result<String, Option<Problem>> {
    let is_named = detect::is_named_task_definition(in_workspace);
    let Some(bytes) = read::partner(path) else {
        // A large file is no task definition; one that may not be read is worth a word.
        let message = read::text(path).err().filter(|_| is_named && !path.is_dir());
        return Err(message.map(|message| Problem::new(shown(), message)));
    };
    if !detect::may_be_task_definition(in_workspace, &bytes) {
        return Err(None);
    }
    match String::from_utf8(bytes) {
        Ok(text) if detect::is_task_definition(in_workspace, &text, false) => Ok(text),
        Ok(_) => Err(None),
        Err(_) => Err(read::text(path).err().map(|message| Problem::new(shown(), message))),
    }
}

fn kind_of_named(path: &str, name: Name, text: &str) -> Option<FileKind> {
    if is_json(text) && detect::is_task_definition(path, text, true) {
        Some(FileKind::TaskDefinition)
    } else if name != Name::Json && detect::reads_like_dockerfile(text) {
        Some(FileKind::Dockerfile)
    } else {
        None
    }
}

fn is_json(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '['])
}

fn not_recognised(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    format!(
        "not recognised: neither a Dockerfile nor a task definition by name or content; if it is one, say so in \
         plimsoll.toml: [files] dockerfile = [\"{name}\"]"
    )
}

fn walk_problem(error: &ignore::Error, bases: &Bases) -> Problem {
    match error {
        ignore::Error::WithPath { path, err } => {
            let inner = walk_problem(err, bases);
            Problem::new(bases.shown(path), inner.message)
        }
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => walk_problem(err, bases),
        ignore::Error::Io(error) => Problem::new("", format!("could not be read: {}", read::reason(error))),
        other => Problem::new("", other.to_string()),
    }
}
