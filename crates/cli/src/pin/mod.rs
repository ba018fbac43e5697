//! `plimsoll pin`.
//!
//! Invariant: a file is written only where the answer for the very reference is known; one that fails leaves the
//! others alone. Each distinct image is asked for once.

mod images;
mod requirements;
mod write;

use crate::arguments::{Pin, PinFormat};
use crate::changes::{self, Change};
use crate::console::Console;
use crate::online::Ask;
use crate::{Status, panics};
use plimsoll_analysis::SourceFile;
use plimsoll_config::Loader;
use plimsoll_files::{Collected, Problem, Target, collect};
use plimsoll_report::{PinRow, PinStatus};
use plimsoll_text::Edit;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

/// One reference, and what is to be done with it.
pub(super) struct Outcome {
    pub(super) row: PinRow,
    /// Whether it is an image or requirement that `--check` wants to be pinned.
    pub(super) wanting: bool,
}

/// Everything that was found, and the changes that follow from it, each with its file's place among the targets.
#[derive(Default)]
pub(super) struct Found {
    pub(super) outcomes: Vec<Outcome>,
    pub(super) edits: Vec<(usize, Edit)>,
}

pub(crate) fn run(pin: &Pin, console: &Console) -> Status {
    panics::keep_quiet();
    let loader = pin.files.loader(Loader::new());
    let mut collected = collect(&pin.files.selection(!pin.requirements), &loader);
    collected.problems.extend(pin.files.mistakes());
    let found =
        if pin.requirements { requirements::outcomes(pin, &collected) } else { images(pin, &loader, &collected) };
    let found = match found {
        Ok(found) => found,
        Err(message) => return failed(console, &message),
    };
    let changed = write::apply(pin, &mut collected, &found.edits);
    report(pin, console, &collected, &found.outcomes, &changed)
}

fn images(pin: &Pin, loader: &Loader, collected: &Collected) -> Result<Found, String> {
    let only = images::Only::new(&pin.only)?;
    // Whether a tag has moved cannot be read from what it named before.
    let ask = Ask::new(&pin.registry, loader, pin.check || pin.update)?;
    Ok(images::outcomes(pin, collected, &only, &ask))
}

/// The file of a target as analysis takes it.
pub(super) fn source(target: &Target) -> SourceFile {
    SourceFile::new(target.path.clone(), Arc::clone(&target.text), target.kind)
}

fn failed(console: &Console, message: &str) -> Status {
    console.error(message);
    Status::Failed
}

fn report(pin: &Pin, console: &Console, collected: &Collected, outcomes: &[Outcome], changed: &[Change]) -> Status {
    let rows: Vec<PinRow> = outcomes.iter().map(|outcome| outcome.row.clone()).collect();
    let is_stdin = !pin.check && !pin.diff && collected.targets.iter().any(|target| target.is_stdin);
    let written = match pin.format {
        _ if is_stdin => changes::show_stdin(console, collected),
        PinFormat::Json => console.stdout(|out| plimsoll_report::pins_json(&rows, &unreadable(collected), out)),
        PinFormat::Terminal if pin.diff => changes::show(console, collected, changed),
        PinFormat::Terminal => {
            let table = plimsoll_report::pins_table(&rows, console.stdout_has_colors());
            console.stdout(|out| out.write_all(table.as_bytes()))
        }
    };
    say(pin, console, collected, &rows);
    if let Err(error) = written {
        console.error(&format!("the output could not be written: {}", plimsoll_files::read::reason(&error)));
        return Status::Failed;
    }
    status(pin, collected, outcomes, changed)
}

/// What there is to say besides the output: problems, failures, what was skipped.
fn say(pin: &Pin, console: &Console, collected: &Collected, rows: &[PinRow]) {
    for problem in &collected.problems {
        console.error(&problem.to_string());
    }
    for (row, others) in told_once(rows) {
        let Some(message) = &row.message else { continue };
        let place = format!("{}:{}:{}", row.path, row.line, row.column);
        let more = if others > 0 { format!(" (and {others} more)") } else { String::new() };
        let subject = format!("`{}`", row.name);
        let line = if message.contains(&subject) {
            format!("{place}: {message}{more}")
        } else {
            format!("{place}: {subject}: {message}{more}")
        };
        match row.status {
            PinStatus::Failed => console.error(&line),
            PinStatus::Skipped if pin.quiet || pin.format == PinFormat::Json => {}
            PinStatus::Skipped => console.note(&format!("{line}; skipped")),
            _ if pin.quiet => {}
            _ => console.note(&line),
        }
    }
    if !pin.quiet && pin.format == PinFormat::Terminal {
        console.plain(&plimsoll_report::pins_closing_line(rows, !pin.diff));
    }
}

/// The first of the rows that say the same of the same name, each with the number of the others.
fn told_once(rows: &[PinRow]) -> Vec<(&PinRow, usize)> {
    let mut told: Vec<(&PinRow, usize)> = Vec::new();
    let mut at: HashMap<(&str, &Option<String>), usize> = HashMap::new();
    for row in rows {
        match at.entry((&row.name, &row.message)) {
            Entry::Occupied(entry) => told[*entry.get()].1 += 1,
            Entry::Vacant(entry) => {
                entry.insert(told.len());
                told.push((row, 0));
            }
        }
    }
    told
}

fn unreadable(collected: &Collected) -> Vec<(String, String)> {
    collected.problems.iter().map(|problem: &Problem| (problem.path.clone(), problem.message.clone())).collect()
}

fn status(pin: &Pin, collected: &Collected, outcomes: &[Outcome], changed: &[Change]) -> Status {
    let has_failed = outcomes.iter().any(|outcome| outcome.row.status == PinStatus::Failed);
    if has_failed || !collected.problems.is_empty() {
        return Status::Failed;
    }
    let is_wanting = pin.check && outcomes.iter().any(|outcome| outcome.wanting);
    if is_wanting || (pin.diff && !changed.is_empty()) { Status::Findings } else { Status::Clean }
}
