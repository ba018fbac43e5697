//! `plimsoll lint`.
//!
//! Invariant: the output depends on the files, the settings and the arguments alone; not on threads or time.

use crate::arguments::{Format, Lint};
use crate::baseline;
use crate::changes;
use crate::console::Console;
use crate::fixing::{self, FixedFiles};
use crate::online::{self, Ask};
use crate::output::{self, Outcome};
use crate::progress::Progress;
use crate::{Status, panics, shellcheck};
use plimsoll_analysis::{Analysis, SettingsBuilder, SourceFile, analyze};
use plimsoll_config::Loader;
use plimsoll_files::{Collected, Problem, Target, collect};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// Deep trees are walked by recursion.
pub(crate) const STACK: usize = 16 << 20;

pub(crate) fn run(lint: &Lint, console: &Console) -> Status {
    let loader = Loader::new().above(lint.preset, lint.edition.clone(), lint.layer());
    let loader = lint.files.loader(loader);
    // A `.hadolint.yaml` that governs the folder you are in says how the output looks; the command line wins.
    let output = std::env::current_dir().map(|folder| loader.for_folder(&folder).config.output.clone());
    let output = output.unwrap_or_default();
    // Statistics are for people, and asked for now.
    let wanted = output.format.as_deref().and_then(Format::of_hadolint).filter(|_| !lint.statistics);
    let lint = &Lint { format: lint.format.or(wanted), ..lint.clone() };
    let console = &if output.no_color { console.without_colors() } else { *console };
    lint_all(lint, &loader, console)
}

fn lint_all(lint: &Lint, loader: &Loader, console: &Console) -> Status {
    panics::keep_quiet();
    // It was built before only if somebody else did it, with as good a stack.
    let _ = rayon::ThreadPoolBuilder::new().stack_size(STACK).build_global();
    let mistakes = mistakes(lint);
    let mut collected = collect(&lint.files.selection(false), loader);
    collected.problems.extend(mistakes);

    if lint.online {
        match Ask::new(&lint.registry, loader, false) {
            Ok(ask) => online::ask_for_rules(&mut collected, &ask, lint.quiet),
            Err(message) => _ = collected.problems.insert(Problem::new("", message)),
        }
    }

    if let Some(path) = &lint.shellcheck
        && let Err(message) = shellcheck::ask(path, &mut collected)
    {
        collected.problems.insert(Problem::new("", message));
    }

    let progress = Progress::new(collected.targets.len(), "files", lint.quiet);
    let mut fixed_files = match lint.applicability() {
        Some(least) => fixing::fix_all(&mut collected, least, || progress.step()),
        None => FixedFiles::default(),
    };
    if lint.diff {
        progress.finish();
        return diff(lint, console, &collected, &fixed_files);
    }
    fixing::write_all(&mut collected, &mut fixed_files);
    progress.restart();
    let mut analyses = analyze_all(&mut collected, &progress);
    progress.finish();
    if let Some(path) = &lint.write_baseline {
        return write_baseline(path, lint, console, &mut collected, &analyses);
    }
    let known = baseline::apply(lint, &mut collected, &mut analyses);
    let status = finish(lint, console, &collected, &analyses, &fixed_files);
    let line = known.as_ref().and_then(baseline::closing_line);
    if let Some(line) = line.filter(|_| !lint.quiet) {
        console.plain(&line);
    }
    status
}

/// Writes what was found to a baseline, in place of the findings.
fn write_baseline(
    path: &Path,
    lint: &Lint,
    console: &Console,
    collected: &mut Collected,
    analyses: &[Analysis],
) -> Status {
    match baseline::write(path, collected, analyses) {
        Ok(count) if !lint.quiet => {
            let findings = if count == 1 { "finding" } else { "findings" };
            console.plain(&format!("Wrote {count} {findings} to {}.", path.display()));
        }
        Ok(_) => {}
        Err(message) => _ = collected.problems.insert(Problem::new("", message)),
    }
    report_problems(console, collected, None);
    if collected.problems.is_empty() { Status::Clean } else { Status::Failed }
}

/// What is wrong with the arguments beyond what their parser knows. The rest of them counts.
fn mistakes(lint: &Lint) -> BTreeSet<Problem> {
    let mut mistakes: BTreeSet<Problem> =
        lint.layer().errors().iter().map(|error| Problem::new("", error.to_string())).collect();
    if let Some(edition) = &lint.edition
        && let Err(error) = SettingsBuilder::new(plimsoll_analysis::Preset::default()).edition(edition)
    {
        mistakes.insert(Problem::new("", error.to_string()));
    }
    if lint.statistics && lint.format() != Format::Terminal {
        mistakes.insert(Problem::new("", "--statistics is for people: it goes with --format terminal only"));
    }
    mistakes.extend(lint.files.mistakes());
    mistakes
}

fn analyze_all(collected: &mut Collected, progress: &Progress) -> Vec<Analysis> {
    let workspace = collected.workspace();
    let one = |target: &Target| {
        let settings = target.config.settings_for(&target.absolute);
        let file = SourceFile::new(target.path.clone(), Arc::clone(&target.text), target.kind);
        let analysis = panics::caught(|| analyze(&file, &settings, &workspace));
        progress.step();
        analysis
    };
    let results: Vec<Result<Analysis, String>> = collected.targets.par_iter().map(one).collect();
    let mut analyses = Vec::with_capacity(results.len());
    for (at, result) in results.into_iter().enumerate() {
        let mut analysis = result.unwrap_or_else(|message| {
            let shown = collected.targets.get(at).map_or("", |target| target.shown.as_str());
            collected.problems.insert(Problem::new(shown, message));
            Analysis::default()
        });
        for label in analysis.diagnostics.iter_mut().flat_map(|diagnostic| &mut diagnostic.labels) {
            label.path = label.path.as_deref().map(|path| collected.shown(path));
        }
        let fixes = analysis.diagnostics.iter_mut().flat_map(|diagnostic| &mut diagnostic.fixes);
        for elsewhere in fixes.filter_map(|fix| fix.elsewhere.as_mut()) {
            elsewhere.path = collected.shown(&elsewhere.path);
        }
        analyses.push(analysis);
    }
    analyses
}

/// Shows what fixing would change.
fn diff(lint: &Lint, console: &Console, collected: &Collected, fixed_files: &FixedFiles) -> Status {
    let written = changes::show(console, collected, fixed_files.targets.iter().map(|changed| &changed.change));
    let beside = written.and_then(|_| changes::show_beside(console, collected, &fixed_files.beside));
    report_problems(console, collected, beside.err());
    if !lint.quiet {
        console.plain(&match fixed_files.count() {
            0 => "Nothing to fix.".to_owned(),
            _ => format!("{} would be changed, {} applied.", files(fixed_files.count()), fixed(fixed_files.fixes())),
        });
    }
    match (collected.problems.is_empty(), fixed_files.count() == 0) {
        (false, _) => Status::Failed,
        (true, false) => Status::Findings,
        (true, true) => Status::Clean,
    }
}

fn finish(
    lint: &Lint,
    console: &Console,
    collected: &Collected,
    analyses: &[Analysis],
    fixed_files: &FixedFiles,
) -> Status {
    let outcome = Outcome { collected, analyses };
    let is_fixed_stdin = lint.applicability().is_some() && collected.targets.iter().any(|target| target.is_stdin);
    let written = output::write(lint, console, &outcome, is_fixed_stdin);
    if !lint.quiet && fixed_files.count() > 0 {
        console.plain(&format!("Applied {} in {}.", fixed(fixed_files.fixes()), files(fixed_files.count())));
    }
    let is_empty = collected.targets.is_empty() && collected.problems.is_empty();
    if is_empty && !lint.quiet && lint.format() == Format::Terminal && !lint.files.force_exclude {
        console.note("no Dockerfile and no task definition found");
    }
    let has_failed = written.is_err();
    report_problems(console, collected, written.err());
    let is_reached = collected.targets.iter().zip(analyses).any(|(target, analysis)| {
        let fail_on = lint.fail_on.or(target.config.fail_on).unwrap_or_default();
        analysis.diagnostics.iter().any(|diagnostic| fail_on.is_reached(diagnostic.severity))
    });
    if has_failed || !collected.problems.is_empty() {
        Status::Failed
    } else if is_reached {
        Status::Findings
    } else {
        Status::Clean
    }
}

fn report_problems(console: &Console, collected: &Collected, unwritten: Option<std::io::Error>) {
    for note in &collected.notes {
        console.plain(&format!("info: {note}"));
    }
    for warning in &collected.warnings {
        console.warning(&warning.to_string());
    }
    for problem in &collected.problems {
        console.error(&problem.to_string());
    }
    if let Some(error) = unwritten {
        console.error(&format!("the output could not be written: {}", plimsoll_files::read::reason(&error)));
    }
}

fn files(count: usize) -> String {
    format!("{count} file{}", if count == 1 { "" } else { "s" })
}

fn fixed(count: usize) -> String {
    format!("{count} fix{}", if count == 1 { "" } else { "es" })
}
