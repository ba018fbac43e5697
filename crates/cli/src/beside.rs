//! Fixes of findings that change another file than the one they are in, such as `.dockerignore`.
//!
//! Invariant: they come in rounds, each from an analysis of what the one before it left, and a round changes a file once,
//! so that two Dockerfiles of one folder do not add the same line twice.

use crate::changes;
use crate::fixing::{Changed, FixedFiles};
use crate::panics;
use crate::write;
use plimsoll_analysis::{Applicability, Applied, Elsewhere, SourceFile, analyze, choose_elsewhere};
use plimsoll_files::{Collected, Problem};
use plimsoll_text::size;
use rayon::prelude::*;
use std::collections::BTreeSet;
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
    before: Option<Arc<str>>,
    text: Arc<str>,
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

/// Makes the changes that the findings of the targets `asking` ask of other files, in memory.
pub(crate) fn fix(collected: &mut Collected, mut asking: Vec<usize>, least: Applicability, files: &mut FixedFiles) {
    for _ in 0..MAX_ROUNDS {
        if asking.is_empty() {
            return;
        }
        let wishes = wishes(collected, &asking, least);
        let mut touched = BTreeSet::new();
        asking.clear();
        for (at, wish) in wishes {
            match wish {
                Ok(None) => {}
                Ok(Some((applied, elsewhere))) => {
                    // The file has another text by now, which the next round looks at.
                    let is_first = touched.insert(elsewhere.path.clone());
                    if !is_first || change(collected, &elsewhere, applied, files).is_some() {
                        asking.push(at);
                    }
                }
                Err(problem) => _ = collected.problems.insert(problem),
            }
        }
    }
    for target in asking.iter().filter_map(|at| collected.targets.get(*at)) {
        let message = format!("fixes kept asking for more; {}", panics::REPORT);
        collected.problems.insert(Problem::new(&target.shown, message));
    }
}

type Wish = Result<Option<(Applied, Elsewhere)>, Problem>;

/// What each target asks for first.
fn wishes(collected: &Collected, asking: &[usize], least: Applicability) -> Vec<(usize, Wish)> {
    let workspace = collected.workspace();
    let wish = |at: usize| -> Wish {
        let Some(target) = collected.targets.get(at).filter(|target| !target.is_stdin) else { return Ok(None) };
        let settings = target.config.settings_for(&target.absolute);
        let file = SourceFile::new(target.path.clone(), Arc::clone(&target.text), target.kind);
        let analysis = panics::caught(|| analyze(&file, &settings, &workspace));
        let diagnostics = analysis.map_err(|message| Problem::new(&target.shown, message))?.diagnostics;
        Ok(choose_elsewhere(&diagnostics, least).map(|(applied, elsewhere)| (applied, elsewhere.clone())))
    };
    asking.par_iter().map(|at| (*at, wish(*at))).collect()
}

/// Changes the file; `None` when it is not the one that the change was made for.
fn change(collected: &mut Collected, elsewhere: &Elsewhere, applied: Applied, files: &mut FixedFiles) -> Option<()> {
    let (before, target) = match collected.text_at(&elsewhere.path) {
        Some((text, target)) => (Some(Arc::clone(text)), target),
        None => (None, None),
    };
    let length = size(before.as_deref().map_or(0, str::len));
    elsewhere.edits.range().filter(|range| elsewhere.creates == before.is_none() && range.end() <= length)?;
    let text: Arc<str> = elsewhere.edits.apply(before.as_deref().unwrap_or_default()).into();
    if let Some(at) = target {
        let change = changes::take(collected, at, text)?;
        match files.targets.iter_mut().find(|changed| changed.change.at == at) {
            Some(changed) => changed.applied.push(applied),
            None => files.targets.push(Changed { change, applied: vec![applied] }),
        }
        return Some(());
    }
    let absolute = collected.set_partner(&elsewhere.path, Arc::clone(&text))?;
    match files.beside.iter_mut().find(|beside| beside.path == elsewhere.path) {
        Some(beside) => {
            beside.text = text;
            beside.applied.push(applied);
        }
        None => {
            let path = elsewhere.path.clone();
            files.beside.push(Beside { path, absolute, before, text, applied: vec![applied] });
        }
    }
    Some(())
}
