//! Another name for a container or volume, here and in the workflows that put another image into the container.

use super::names::{self, Named, Occurrence};
use super::{cross, read};
use crate::rename::nothing_here;
use crate::{CannotRename, Place, Renamable, View};
use plimsoll_text::{Edit, Edits, TextSize};
use std::collections::BTreeMap;

/// The longest name that ECS takes (developer guide, "Task definition parameters", 2026-11).
const LONGEST: usize = 255;

pub(crate) fn prepare(view: &View<'_>, offset: TextSize) -> Result<Renamable, CannotRename> {
    read(view, |cx| {
        let (index, same) = names::at(cx.task, offset).ok_or_else(nothing_here)?;
        check(&same)?;
        Ok(Renamable { range: same[index].range, name: same[index].name.clone() })
    })
}

pub(crate) fn rename(view: &View<'_>, offset: TextSize, new: &str) -> Result<BTreeMap<String, Edits>, CannotRename> {
    read(view, |cx| {
        let (index, same) = names::at(cx.task, offset).ok_or_else(nothing_here)?;
        check(&same)?;
        let (named, old) = (same[index].named, &same[index].name);
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if new.is_empty() || new.len() > LONGEST || !new.chars().all(is_name) {
            let what = named.word();
            return Err(CannotRename(format!(
                "`{new}` is no name for a {what}: at most {LONGEST} letters, digits, hyphens and underscores"
            )));
        }
        let taken = |other: &Occurrence<'_>| other.named == named && other.name == new;
        if new != old && names::occurrences(cx.task).iter().any(taken) {
            return Err(CannotRename(format!("another {} is called `{new}`", named.word())));
        }
        let own = same.iter().map(|occurrence| Place { path: None, range: occurrence.range });
        let mut edits: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
        for place in own.chain(cross::renderings(view, &same)) {
            let path = place.path.unwrap_or_else(|| view.file.path.clone());
            edits.entry(path).or_default().push(Edit::replace(place.range, new));
        }
        let disjoint = |(path, edits)| Some((path, Edits::new(edits).ok()?));
        edits.into_iter().map(disjoint).collect::<Option<_>>().ok_or_else(nothing_here)
    })
}

/// Refuses names that are not this file's to give.
fn check(same: &[Occurrence<'_>]) -> Result<(), CannotRename> {
    let Some(first) = same.first() else { return Err(nothing_here()) };
    let what = first.named.word();
    let holds_placeholder = |occurrence: &Occurrence<'_>| {
        let mut parts = occurrence.node.parts().into_iter();
        parts.any(|part| part.placeholder.is_some() && occurrence.range.contains_range(part.range))
    };
    if same.iter().any(holds_placeholder) {
        return Err(CannotRename(format!("the name of the {what} holds a placeholder")));
    }
    match same.iter().filter(|occurrence| occurrence.definition.is_some()).count() {
        1 => Ok(()),
        0 if first.named == Named::Volume => Err(CannotRename(format!("no volume is called `{}`", first.name))),
        0 => Err(CannotRename(format!("no container is called `{}`", first.name))),
        _ => Err(CannotRename(format!("more than one {what} is called `{}`", first.name))),
    }
}
