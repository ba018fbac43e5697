//! `lint --baseline`, `--write-baseline` and the `baseline` of configurations: known findings stay quiet, new ones count.
//!
//! Invariant: a file is named from the folder of the baseline, so it does not matter where plimsoll is started.

use crate::arguments::Lint;
use crate::output;
use crate::write;
use plimsoll_analysis::Analysis;
use plimsoll_files::{Collected, Problem, Target, read::reason};
use plimsoll_report::{Applied, Baseline, Report};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The baselines of a run.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// What they did, all together.
    pub(crate) applied: Applied,
    /// How they are called: by the only one, or as what they are.
    pub(crate) name: String,
}

/// Keeps quiet what the baselines know: the one of `--baseline`, else those that the configurations name. `None` when
/// there are none. One that cannot be read is a problem, and hides nothing.
pub(crate) fn apply(lint: &Lint, collected: &mut Collected, analyses: &mut [Analysis]) -> Option<Known> {
    let mut sources: Vec<Named> = Vec::new();
    if let Some(path) = &lint.baseline {
        let (shown, of) = (path.display().to_string(), vec![true; collected.targets.len()]);
        sources.push(Named { path: path.clone(), shown, text: None, of });
    } else {
        let mut by_path: HashMap<&Path, usize> = HashMap::new();
        for (at, target) in collected.targets.iter().enumerate() {
            let Some(named) = &target.config.baseline else { continue };
            let known = *by_path.entry(&named.path).or_insert_with(|| {
                let (path, shown) = (named.path.clone(), collected.shown_file(&named.path));
                sources.push(Named { path, shown, text: named.text.clone(), of: vec![false; collected.targets.len()] });
                sources.len() - 1
            });
            sources[known].of[at] = true;
        }
    }
    let mut known = Known { name: "the baselines".to_owned(), ..Known::default() };
    if let [one] = &sources[..] {
        known.name.clone_from(&one.shown);
    }
    let is_any = !sources.is_empty();
    for named in sources {
        match named.read() {
            Ok(baseline) => {
                let one = quiet(&baseline, &named.path, &named.of, collected, analyses);
                known.applied.known += one.known;
                known.applied.stale += one.stale;
            }
            Err(problem) => _ = collected.problems.insert(problem),
        }
    }
    is_any.then_some(known)
}

/// A baseline that somebody names.
struct Named {
    path: PathBuf,
    /// As messages call it.
    shown: String,
    /// Its text, where it was read together with the configuration.
    text: Option<Arc<str>>,
    /// Of which targets it may know findings.
    of: Vec<bool>,
}

impl Named {
    fn read(&self) -> Result<Baseline, Problem> {
        let text = match &self.text {
            Some(text) => Arc::clone(text),
            None => std::fs::read_to_string(&self.path).map(Arc::from).map_err(|error| {
                let way_out = match error.kind() {
                    std::io::ErrorKind::NotFound => "; `--write-baseline` makes one",
                    _ => "",
                };
                Problem::new(&self.shown, format!("{}{way_out}", reason(&error)))
            })?,
        };
        Baseline::parse(&text).map_err(|message| Problem::new(&self.shown, message))
    }
}

/// Keeps quiet what `baseline` knows of the targets that `of` says yes to.
fn quiet(baseline: &Baseline, path: &Path, of: &[bool], collected: &Collected, analyses: &mut [Analysis]) -> Applied {
    let folder = folder_of(path);
    let splits: Vec<_> = {
        let files = output::file_reports(collected, analyses);
        let report = Report::new(&files);
        baseline.split(report, &|at| of[at].then(|| named(&folder, collected, at)))
    };
    let mut applied = Applied::default();
    for (split, analysis) in splits.into_iter().zip(analyses) {
        let one = split.apply(analysis);
        applied.known += one.known;
        applied.stale += one.stale;
    }
    applied
}

/// Writes all findings to `--write-baseline` and says how many there are.
///
/// # Errors
/// The file cannot be written.
pub(crate) fn write(path: &Path, collected: &Collected, analyses: &[Analysis]) -> Result<usize, String> {
    let folder = folder_of(path);
    let files = output::file_reports(collected, analyses);
    let baseline = Baseline::of(Report::new(&files), &|at| named(&folder, collected, at));
    write::create(path, baseline.to_json().as_bytes())?;
    Ok(baseline.len())
}

/// What is said of a baseline after the findings.
pub(crate) fn closing_line(known: &Known) -> Option<String> {
    let (applied, path) = (known.applied, &known.name);
    let findings = |count: usize| format!("{count} known finding{}", if count == 1 { "" } else { "s" });
    match (applied.known, applied.stale) {
        (0, 0) => None,
        (known, 0) => Some(format!("{} of {path} kept quiet.", findings(known))),
        (known, stale) => Some(format!(
            "{} of {path} kept quiet; {stale} of its entries are gone and can be dropped with `--write-baseline`.",
            findings(known)
        )),
    }
}

fn folder_of(path: &Path) -> PathBuf {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf())
}

fn named(folder: &Path, collected: &Collected, at: usize) -> String {
    collected.targets.get(at).map_or_else(String::new, |target| name(folder, target))
}

fn name(folder: &Path, target: &Target) -> String {
    let absolute = std::fs::canonicalize(&target.absolute).unwrap_or_else(|_| target.absolute.clone());
    match absolute.strip_prefix(folder) {
        Ok(relative) => relative.to_string_lossy().replace('\\', "/"),
        Err(_) => target.shown.clone(),
    }
}
