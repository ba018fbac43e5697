//! `plimsoll diff`: what changed between two task definitions, in whatever shape each of them is written.
//!
//! Invariant: a file that cannot be read whole is never compared; what is missing in it would look like a change.

use crate::Status;
use crate::arguments::{Diff, DiffFormat};
use crate::console::Console;
use plimsoll_analysis::FileKind;
use plimsoll_compare::{Change, Level, compare};
use plimsoll_files::detect;
use plimsoll_files::read::{self, reason};
use plimsoll_text::{Encoding, LineIndex};
use std::path::Path;

pub(crate) fn run(diff: &Diff, console: &Console) -> Status {
    if diff.old == Path::new("-") && diff.new == Path::new("-") {
        console.error("only one of the two can be stdin");
        return Status::Failed;
    }
    let (Some(old), Some(new)) = (text(&diff.old, console), text(&diff.new, console)) else { return Status::Failed };
    let json = |path: &Path, text: String| {
        let (json, is_lowered) = as_json(path, text).map_err(|message| console.error(&message)).ok()?;
        is_task_definition(path, &plimsoll_json::parse(&json), console).then_some((json, is_lowered))
    };
    let (Some((old, old_is_lowered)), Some((new, new_is_lowered))) = (json(&diff.old, old), json(&diff.new, new))
    else {
        return Status::Failed;
    };
    let least = diff.level.into();
    let mut changes = compare(&plimsoll_json::parse(&old), &plimsoll_json::parse(&new));
    changes.retain(|change| change.is_at_least(least) && !is_left_open(change));
    // What is open in a carrier is written as all of them can write it.
    for change in &mut changes {
        let sides = [(&mut change.old, old_is_lowered), (&mut change.new, new_is_lowered)];
        for text in sides.into_iter().filter_map(|(text, is_lowered)| text.as_mut().filter(|_| is_lowered)) {
            *text = text.replace("<%", "${").replace("%>", "}");
        }
    }
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

/// The task definition of a file as JSON, and whether it was made into that: from YAML, CloudFormation, SAM, Terraform.
fn as_json(path: &Path, text: String) -> Result<(String, bool), String> {
    let name = match path == Path::new("-") {
        false => path.to_string_lossy().replace('\\', "/"),
        // Only the text tells.
        true if text.trim_start().starts_with(['{', '[']) => "-.json".to_owned(),
        true if text.contains("resource \"aws_ecs_task_definition\"") => "-.tf".to_owned(),
        true => "-.yaml".to_owned(),
    };
    let Some(kind) = detect::carrier(&name, &text) else { return Ok((text, false)) };
    let all = match kind {
        FileKind::Terraform => plimsoll_carriers::terraform(&name, &text, &|named| beside(&name, named)),
        FileKind::CloudFormation => plimsoll_carriers::cloud_formation(&name, &text),
        _ => plimsoll_carriers::yaml_task(&name, &text).into_iter().collect(),
    };
    match &all[..] {
        [one] => match one.error() {
            None => Ok((one.text().to_owned(), true)),
            Some((range, message)) => {
                let place = LineIndex::new(&text).position(&text, one.place(range).range.start(), Encoding::Utf32);
                Err(format!("{}:{}:{}: {message}", path.display(), place.line + 1, place.column + 1))
            }
        },
        [] => Err(format!("{}: is no task definition: it holds none that can be read", path.display())),
        all => Err(format!("{}: holds {} task definitions, and only one can be compared", path.display(), all.len())),
    }
}

/// The file that the Terraform file called `name` takes its containers from, by a path without its first `/`.
fn beside(name: &str, named: &str) -> Option<String> {
    let root = if name.starts_with('/') { "/" } else { "" };
    read::text(&Path::new(root).join(named)).ok()
}

/// Whether one side leaves a field to the tool that registers it: the family and the tags of a stack.
fn is_left_open(change: &Change) -> bool {
    let is_open = |value: &Option<String>| matches!(value.as_deref(), Some("<%family%>" | "<%tags%>"));
    is_open(&change.old) || is_open(&change.new)
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
