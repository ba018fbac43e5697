//! `lint --baseline` and `--write-baseline`: known findings stay quiet, new ones count.
//!
//! Invariant: a file is named from the folder of the baseline, so it does not matter where plimsoll is started.

use crate::arguments::Lint;
use crate::output;
use crate::write;
use plimsoll_analysis::Analysis;
use plimsoll_files::{Collected, Problem, Target, read::reason};
use plimsoll_report::{Applied, Baseline, Report};
use std::path::{Path, PathBuf};

/// Reads `--baseline` and keeps quiet what it knows.
///
/// # Errors
/// The baseline cannot be read; nothing is kept quiet then.
pub(crate) fn apply(path: &Path, collected: &Collected, analyses: &mut [Analysis]) -> Result<Applied, Problem> {
    let shown = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| {
        let way_out = match error.kind() {
            std::io::ErrorKind::NotFound => "; `--write-baseline` makes one",
            _ => "",
        };
        Problem::new(shown.clone(), format!("{}{way_out}", reason(&error)))
    })?;
    let baseline = Baseline::parse(&text).map_err(|message| Problem::new(shown, message))?;
    let folder = folder_of(path);
    let splits: Vec<_> = {
        let files = output::file_reports(collected, analyses);
        let report = Report::new(&files);
        baseline.split(report, &|at| named(&folder, collected, at))
    };
    let mut applied = Applied::default();
    for (split, analysis) in splits.into_iter().zip(analyses) {
        let one = split.apply(analysis);
        applied.known += one.known;
        applied.stale += one.stale;
    }
    Ok(applied)
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
pub(crate) fn closing_line(lint: &Lint, applied: Applied) -> Option<String> {
    let path = lint.baseline.as_deref()?.display();
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
