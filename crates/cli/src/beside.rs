//! Fixes of findings that change another file than the one they are in, such as `.dockerignore`.
//!
//! Invariant: they come one after the other, each from an analysis of what the one before it left, so that two
//! Dockerfiles of one folder do not ask for the same line twice.

use crate::changes;
use crate::fixing::{Changed, Outcome};
use crate::panics;
use crate::write;
use plimsoll_analysis::{Applicability, Applied, SourceFile, analyze, choose_elsewhere};
use plimsoll_files::{Collected, Problem};
use plimsoll_text::size;
use std::path::PathBuf;
use std::sync::Arc;

/// More than any file asks for.
const MAX_ROUNDS: usize = 100;

/// A file beside the targets that fixes change.
pub(crate) struct Beside {
    /// Its path in the workspace.
    path: String,
    absolute: PathBuf,
    /// The text before; `None` for a file that was not there.
    pub(crate) before: Option<Arc<str>>,
    pub(crate) text: Arc<str>,
    pub(crate) applied: Vec<Applied>,
}

impl Beside {
    /// Writes the file. Says whether it was written; why not, is among the problems.
    pub(crate) fn write(&self, collected: &mut Collected) -> bool {
        let written = match self.before {
            Some(_) => write::replace(&self.absolute, &self.text),
            None => write::create_new(&self.absolute, &self.text),
        };
        let Err(message) = written else { return true };
        match &self.before {
            Some(before) => _ = collected.set_partner(&self.path, Arc::clone(before)),
            None => collected.remove_partner(&self.path),
        }
        collected.problems.insert(Problem::new(collected.shown(&self.path), message));
        false
    }

    /// The change as a diff.
    pub(crate) fn diff(&self, collected: &Collected, color: bool) -> String {
        let shown = collected.shown(&self.path);
        match &self.before {
            Some(before) => plimsoll_report::diff(&shown, before, &self.text, color),
            None => plimsoll_report::diff_of_new(&shown, &self.text, color),
        }
    }
}

/// Makes the changes that the findings of the target at `at` ask of other files, in memory.
pub(crate) fn fix(collected: &mut Collected, at: usize, least: Applicability, outcome: &mut Outcome) {
    for _ in 0..MAX_ROUNDS {
        let workspace = collected.workspace();
        let Some(target) = collected.targets.get(at).filter(|target| !target.is_stdin) else { return };
        let settings = target.config.settings_for(&target.absolute);
        let file = SourceFile::new(target.path.clone(), Arc::clone(&target.text), target.kind);
        let analysis = panics::caught(|| analyze(&file, &settings, &workspace));
        let shown = target.shown.clone();
        let diagnostics = match analysis {
            Ok(analysis) => analysis.diagnostics,
            Err(message) => {
                collected.problems.insert(Problem::new(shown, message));
                return;
            }
        };
        let Some((applied, elsewhere)) = choose_elsewhere(&diagnostics, least) else { return };
        let known = collected.text_at(&elsewhere.path).map(|(text, at)| (Arc::clone(text), at));
        let before = known.as_ref().map(|(text, _)| Arc::clone(text));
        let is_of_this_text = elsewhere.creates == before.is_none()
            && elsewhere.edits.range().is_some_and(|range| range.end() <= size(before.as_deref().map_or(0, str::len)));
        if !is_of_this_text {
            return;
        }
        let text: Arc<str> = elsewhere.edits.apply(before.as_deref().unwrap_or_default()).into();
        match known.and_then(|(_, at)| at) {
            Some(other) => in_target(collected, other, text, applied, outcome),
            None => in_partner(collected, &elsewhere.path, before, text, applied, outcome),
        }
    }
    let shown = collected.targets.get(at).map_or_else(String::new, |target| target.shown.clone());
    collected.problems.insert(Problem::new(shown, format!("fixes kept asking for more; {}", panics::REPORT)));
}

/// The other file is one of those that are linted.
fn in_target(collected: &mut Collected, other: usize, text: Arc<str>, applied: Applied, outcome: &mut Outcome) {
    let Some(change) = changes::take(collected, other, text) else { return };
    match outcome.changed.iter_mut().find(|changed| changed.change.at == other) {
        Some(changed) => changed.applied.push(applied),
        None => outcome.changed.push(Changed { change, applied: vec![applied] }),
    }
}

fn in_partner(
    collected: &mut Collected,
    path: &str,
    before: Option<Arc<str>>,
    text: Arc<str>,
    applied: Applied,
    outcome: &mut Outcome,
) {
    let Some(absolute) = collected.set_partner(path, Arc::clone(&text)) else { return };
    if let Some(beside) = outcome.beside.iter_mut().find(|beside| beside.path == path) {
        beside.text = text;
        beside.applied.push(applied);
        return;
    }
    outcome.beside.push(Beside { path: path.to_owned(), absolute, before, text, applied: vec![applied] });
}
