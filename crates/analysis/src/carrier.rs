//! Task definitions in other files: from the carrier to the JSON that rules know, and their findings back to the
//! carrier.
//!
//! Invariant: a finding stands in the file that it is about, and a fix is offered only where the file itself is the
//! JSON that it changes, or where reading the carrier again gives what the fix wants.

pub(crate) mod fixes;

use crate::{FileKind, Finding, SourceFile, Workspace};
use plimsoll_carriers::{Lowered, cloud_formation, cloud_formation_services, terraform, terraform_services, yaml_task};
use plimsoll_text::{Edit, Edits, TextRange};

/// The task definitions that stand in `file`, in order, as JSON with their places; none in a file of another kind.
#[must_use]
pub fn carried(file: &SourceFile, workspace: &Workspace) -> Vec<Lowered> {
    match file.kind {
        FileKind::YamlTaskDefinition => yaml_task(&file.path, &file.text).into_iter().collect(),
        FileKind::CloudFormation => cloud_formation(&file.path, &file.text),
        FileKind::Terraform => {
            terraform(&file.path, &file.text, &|path| workspace.get(path).map(|file| file.text.to_string()))
        }
        _ => Vec::new(),
    }
}

/// The services that stand in `file`, a template or a Terraform file, in order.
pub(crate) fn services(file: &SourceFile) -> Vec<Lowered> {
    match file.kind {
        FileKind::CloudFormation => cloud_formation_services(&file.path, &file.text),
        FileKind::Terraform => terraform_services(&file.path, &file.text),
        _ => Vec::new(),
    }
}

/// The task definition that takes its containers from `file`, when exactly one resource of the workspace does.
pub(crate) fn joined(file: &SourceFile, workspace: &Workspace) -> Option<Lowered> {
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    let files = workspace.files().filter(|other| other.kind == Some(FileKind::Terraform) && other.text.contains(name));
    let text = |path: &str| match path == file.path {
        true => Some(file.text.to_string()),
        false => workspace.get(path).map(|file| file.text.to_string()),
    };
    let all = files.flat_map(|other| terraform(&other.path, &other.text, &text));
    let mut found = all.filter(|lowered| lowered.takes_from(&file.path));
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// Moves a finding about the JSON to the file; `None` when it is about another one. A fix that the carrier would have to
/// be written for comes from `proposed`, which is asked with its number among the fixes that stay.
pub(crate) fn moved(
    finding: Finding,
    lowered: &Lowered,
    path: &str,
    mut proposed: impl FnMut(usize, &Edits) -> Option<Edits>,
) -> Option<Finding> {
    let Finding { range, message, labels, notes, fixes, secrets, questions } = finding;
    let here = |range: TextRange| {
        let (file, range) = lowered.home(range);
        (file == path).then_some(range)
    };
    let range = here(range)?;
    let labels = labels
        .into_iter()
        .map(|mut label| {
            if label.path.is_none() {
                let (file, range) = lowered.home(label.range);
                label.path = (file != path).then(|| file.to_owned());
                label.range = range;
            }
            label.text = readable(&label.text);
            label
        })
        .collect();
    let mut kept = Vec::with_capacity(fixes.len());
    for mut fix in fixes {
        let own = moved_edits(&fix.edits, lowered, path).or_else(|| proposed(kept.len(), &fix.edits));
        let Some(edits) = own else { continue };
        fix.edits = edits;
        fix.title = readable(&fix.title);
        kept.push(fix);
    }
    let notes = notes.iter().map(|note| readable(note)).collect();
    let secrets = secrets.into_iter().filter_map(here).collect();
    Some(Finding { range, message: readable(&message), labels, notes, fixes: kept, secrets, questions })
}

/// The edits in the file that is the JSON; `None` for a carrier, whose own manner of writing is another.
fn moved_edits(edits: &Edits, lowered: &Lowered, path: &str) -> Option<Edits> {
    let moved = edits.iter().map(|edit| {
        let place = lowered.place(edit.range);
        (place.is_exact && place.file == Some(path)).then(|| Edit::replace(place.range, edit.text.clone()))
    });
    Edits::new(moved.collect::<Option<Vec<_>>>()?).ok()
}

/// What is open is written as all the carriers can write it.
fn readable(text: &str) -> String {
    text.replace("<%", "${").replace("%>", "}")
}
