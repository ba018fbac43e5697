//! `plimsoll diff`: what changed between two task definitions.
//!
//! Invariant: a file that cannot be read whole is never compared; what is missing in it would look like a change.

use crate::Status;
use crate::arguments::{Diff, DiffFormat};
use crate::console::Console;
use plimsoll_compare::{Change, Level, compare};
use plimsoll_files::read::{self, reason};
use plimsoll_text::{Encoding, LineIndex};
use std::path::Path;

pub(crate) fn run(diff: &Diff, console: &Console) -> Status {
    if diff.old == Path::new("-") && diff.new == Path::new("-") {
        console.error("only one of the two can be stdin");
        return Status::Failed;
    }
    let (Some(old), Some(new)) = (text(&diff.old, console), text(&diff.new, console)) else { return Status::Failed };
    let (old_tree, new_tree) = (plimsoll_json::parse(&old), plimsoll_json::parse(&new));
    let both = [(&diff.old, &old_tree), (&diff.new, &new_tree)];
    if both.iter().any(|(path, tree)| !is_task_definition(path, tree, console)) {
        return Status::Failed;
    }
    let least = diff.level.into();
    let mut changes = compare(&old_tree, &new_tree);
    changes.retain(|change| change.is_at_least(least));
    show(diff, &changes, console)
}

fn show(diff: &Diff, changes: &[Change], console: &Console) -> Status {
    let written = console.stdout(|out| match diff.format {
        DiffFormat::Terminal => {
            out.write_all(plimsoll_report::changes_text(changes, console.stdout_has_colors()).as_bytes())
        }
        DiffFormat::Json => {
            let (old, new) = (diff.old.to_string_lossy(), diff.new.to_string_lossy());
            plimsoll_report::changes_json(&old, &new, changes, out)
        }
    });
    match written {
        Err(error) => {
            console.error(&format!("the output could not be written: {}", reason(&error)));
            Status::Failed
        }
        Ok(_) if changes.is_empty() => Status::Clean,
        Ok(_) => Status::Findings,
    }
}

fn text(path: &Path, console: &Console) -> Option<String> {
    let text = if path == Path::new("-") { read::stdin() } else { read::text(path) };
    text.map_err(|message| console.error(&format!("{}: {message}", path.display()))).ok()
}

fn is_task_definition(path: &Path, document: &plimsoll_json::Document<'_>, console: &Console) -> bool {
    if let Some(error) = document.errors().first() {
        let text = document.text();
        let place = LineIndex::new(text).position(text, error.range.start(), Encoding::Utf32);
        let (line, column) = (place.line + 1, place.column + 1);
        console.error(&format!("{}:{line}:{column}: {}", path.display(), error.message));
        return false;
    }
    let has_containers = !plimsoll_model::ecs::TaskDefinition::read(document).containers.is_empty();
    if !has_containers {
        console.error(&format!("{}: is no task definition: it has no `containerDefinitions`", path.display()));
    }
    has_containers
}

impl From<crate::arguments::DiffLevel> for Level {
    fn from(level: crate::arguments::DiffLevel) -> Self {
        match level {
            crate::arguments::DiffLevel::Note => Self::Note,
            crate::arguments::DiffLevel::Warning => Self::Warning,
            crate::arguments::DiffLevel::Error => Self::Error,
        }
    }
}
