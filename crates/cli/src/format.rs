//! `plimsoll format`.
//!
//! Invariant: a file is written only if formatting changes it, and never with another meaning; what is no Dockerfile is
//! left alone.

use crate::arguments::FormatCommand;
use crate::changes::{self, Change};
use crate::console::Console;
use crate::{Status, panics};
use plimsoll_analysis::FileKind;
use plimsoll_config::Loader;
use plimsoll_files::{Collected, Problem, collect};
use plimsoll_format::{FormatOptions, format};
use rayon::prelude::*;
use std::sync::Arc;

pub(crate) fn run(command: &FormatCommand, console: &Console) -> Status {
    panics::keep_quiet();
    let loader = command.files.loader(Loader::new());
    let mut collected = collect(&command.files.selection(false), &loader);
    collected.problems.extend(command.files.mistakes());
    let mut changes = format_all(command, &mut collected);
    if !command.check && !command.diff {
        changes.retain(|change| changes::write(&mut collected, change));
    }
    report(command, console, &collected, &changes)
}

fn format_all(command: &FormatCommand, collected: &mut Collected) -> Vec<Change> {
    let options = FormatOptions { indent: command.indent };
    let formatted: Vec<Option<Result<Arc<str>, String>>> = collected
        .targets
        .par_iter()
        .map(|target| {
            let is_dockerfile = target.kind == FileKind::Dockerfile;
            is_dockerfile.then(|| panics::caught(|| format(&target.text, &options).apply(&target.text).into()))
        })
        .collect();
    let mut changes = Vec::new();
    for (at, text) in formatted.into_iter().enumerate() {
        match text {
            None => {}
            Some(Ok(text)) => changes.extend(changes::take(collected, at, text)),
            Some(Err(message)) => {
                let shown = collected.targets.get(at).map_or("", |target| target.shown.as_str()).to_owned();
                collected.problems.insert(Problem::new(shown, message));
            }
        }
    }
    changes
}

fn report(command: &FormatCommand, console: &Console, collected: &Collected, changes: &[Change]) -> Status {
    let only_looks = command.check || command.diff;
    let is_stdin = !only_looks && collected.targets.iter().any(|target| target.is_stdin);
    let written = match () {
        () if command.diff => changes::show(console, collected, changes),
        () if is_stdin => changes::show_stdin(console, collected),
        () => {
            let paths: String = changes
                .iter()
                .filter_map(|change| collected.targets.get(change.at))
                .fold(String::new(), |paths, target| paths + &target.shown + "\n");
            console.stdout(|out| out.write_all(paths.as_bytes()))
        }
    };
    for problem in &collected.problems {
        console.error(&problem.to_string());
    }
    let dockerfiles = collected.targets.iter().filter(|target| target.kind == FileKind::Dockerfile).count();
    if !command.quiet && !is_stdin {
        console.plain(&closing_line(changes.len(), dockerfiles - changes.len(), only_looks));
    }
    if let Err(error) = &written {
        console.error(&format!("the output could not be written: {}", plimsoll_files::read::reason(error)));
    }
    if !collected.problems.is_empty() || written.is_err() {
        Status::Failed
    } else if only_looks && !changes.is_empty() {
        Status::Findings
    } else {
        Status::Clean
    }
}

fn closing_line(changed: usize, unchanged: usize, only_looks: bool) -> String {
    let files = |count: usize| format!("{count} file{}", if count == 1 { "" } else { "s" });
    match (changed, unchanged) {
        (0, 0) => "No Dockerfiles found.".to_owned(),
        (0, _) => format!("{} formatted already.", files(unchanged)),
        _ if only_looks => format!("{} would be formatted, {unchanged} formatted already.", files(changed)),
        _ => format!("{} formatted, {unchanged} formatted already.", files(changed)),
    }
}
