//! Finds files: below folders, and around files that were named alone.
//!
//! Invariant: a folder is looked into unless something says otherwise, hidden ones too; symbolic links are not
//! followed.

use super::{Named, Problem, Run, Selection};
use crate::detect::{self, Name};
use crate::paths::{self, Bases};
use crate::read;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use ignore::{DirEntry, WalkBuilder, WalkState};
use plimsoll_config::ListedFiles;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

impl Run<'_> {
    /// The files to know for files that were named alone: those beside them and in the folders up to the root.
    pub(super) fn around(&self, named: &Named, root: &Path) -> BTreeSet<PathBuf> {
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
                Name::Kind(_) | Name::Manifest | Name::Lock | Name::Script | Name::Bake => true,
                Name::Json => {
                    let path = paths::slashed(&path);
                    detect::is_named_task_definition(&path) || detect::is_named_companion(&path)
                }
                Name::Jsonnet | Name::Environment | Name::Other => false,
            };
            if wanted && entry.file_type().is_ok_and(|kind| kind.is_file()) {
                found.insert(path);
            }
        }
        found
    }

    /// The files below `folders` that may matter.
    pub(super) fn walk(&mut self, folders: &[PathBuf], bases: &Bases) -> Vec<PathBuf> {
        let Some((first, others)) = folders.split_first() else { return Vec::new() };
        let mut builder = WalkBuilder::new(first);
        for folder in others {
            builder.add(folder);
        }
        let respect = !self.selection.no_ignore;
        builder.hidden(false).require_git(false).follow_links(false);
        builder.ignore(respect).parents(respect).git_ignore(respect).git_global(respect).git_exclude(respect);
        builder.current_dir(&bases.current);
        let (found, problems) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
        builder.build_parallel().run(|| {
            Box::new(|entry| {
                if !(self.is_wanted)() {
                    return WalkState::Quit;
                }
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
        let is_foreign = VERSION_CONTROL.contains(&&*name) || (!self.selection.no_ignore && OTHERS.contains(&&*name));
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
    pub(super) fn is_excluded(&self, path: &Path, is_folder: bool) -> bool {
        let by_option = self.exclude.as_ref().is_some_and(|exclude| {
            path.starts_with(exclude.path()) && exclude.matched_path_or_any_parents(path, is_folder).is_ignore()
        });
        by_option || self.loader.for_file(path).config.listed(path) == Some(ListedFiles::Excluded)
    }
}

/// The globs of `--exclude`, from the current folder.
pub(super) fn exclusions(selection: &Selection, current: &Path) -> Option<Gitignore> {
    let mut builder = GitignoreBuilder::new(current);
    for glob in &selection.exclude {
        // A glob that does not compile was refused with the other arguments.
        let _ = builder.add_line(None, glob);
    }
    builder.build().ok().filter(|exclude| !exclude.is_empty())
}

enum Visit {
    Take,
    Pass,
    Skip,
}

/// Never looked into.
const VERSION_CONTROL: &[&str] = &[".git", ".hg", ".jj", ".svn"];

/// Folders of installed code that no `.gitignore` may mention; `--no-ignore` looks into them.
const OTHERS: &[&str] = &[".nox", ".terraform", ".tox", ".venv", "node_modules"];

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
