//! Another name for a stage, variable or heredoc word.
//!
//! Invariant: the file is read again with the new name, and every name must still mean the same thing; otherwise the
//! rename is refused.

use super::Cx;
use super::names::{Names, Occurrence, Thing};
use crate::rename::nothing_here;
use crate::{CannotRename, Renamable, View};
use plimsoll_analysis::SourceFile;
use plimsoll_model::dockerfile::Base;
use plimsoll_model::tables::arguments;
use plimsoll_text::{Edit, Edits, LineIndex, TextRange, TextSize, slice};
use std::collections::BTreeMap;

pub(crate) fn prepare(cx: &Cx<'_>, offset: TextSize) -> Result<Renamable, CannotRename> {
    let names = Names::new(cx);
    let here = renamable(cx, &names, offset)?;
    Ok(Renamable { range: here.range, name: slice(cx.source, here.range).to_owned() })
}

pub(crate) fn rename(cx: &Cx<'_>, offset: TextSize, new: &str) -> Result<BTreeMap<String, Edits>, CannotRename> {
    let names = Names::new(cx);
    let here = renamable(cx, &names, offset)?;
    let old = names.name(cx, here.thing).to_owned();
    check_name(&names.things[here.thing], new)?;
    let is_stage = matches!(names.things[here.thing], Thing::Stage(_));
    let lower = new.to_lowercase();
    if is_stage
        && lower != old.to_lowercase()
        && cx.build.stages.iter().any(|stage| stage.name.as_ref() == Some(&lower))
    {
        return refuse(format!("another stage is called `{new}`"));
    }
    if let Some(doubt) = names.doubts.iter().find(|doubt| doubt.thing == here.thing) {
        let line = LineIndex::new(cx.source).line(doubt.range.start()) + 1;
        return refuse(format!("`{old}` in line {line} may mean something else: {}", doubt.why));
    }
    let mut edits = Vec::new();
    for place in names.same(offset) {
        let text = slice(cx.source, place.range);
        match names.things[here.thing] {
            // A stage that is named by its number keeps it.
            Thing::Stage(_) if text.bytes().all(|byte| byte.is_ascii_digit()) => {}
            Thing::Stage(_) if !text.eq_ignore_ascii_case(&old) => {
                return refuse(format!("`{text}` stands for the stage too, by the value of a variable"));
            }
            _ => edits.push(Edit::replace(place.range, new)),
        }
    }
    let edits = Edits::new(edits).map_err(|_| nothing_here())?;
    check_meaning(cx, &names, &edits, new)?;
    Ok(BTreeMap::from([(cx.view.file.path.clone(), edits)]))
}

fn renamable<'n>(cx: &Cx<'_>, names: &'n Names<'_>, offset: TextSize) -> Result<&'n Occurrence, CannotRename> {
    let here = names.at(offset).ok_or_else(nothing_here)?;
    let text = slice(cx.source, here.range);
    match &names.things[here.thing] {
        Thing::Stage(id) if cx.build.stage(*id).name.is_none() => refuse("this stage has no name"),
        Thing::Stage(_) if !text.eq_ignore_ascii_case(names.name(cx, here.thing)) => {
            refuse(format!("`{text}` is not the name of the stage"))
        }
        Thing::Variable(name) if arguments::predefined(name).is_some() || arguments::always_in_run(name) => {
            refuse(format!("`{name}` has a meaning of its own for the builder or the shell"))
        }
        _ => Ok(here),
    }
}

fn check_name(thing: &Thing, new: &str) -> Result<(), CannotRename> {
    let is_name = |ch: char| ch.is_ascii_alphanumeric() || ch == '_';
    let starts_with_letter = new.starts_with(|first: char| first.is_ascii_alphabetic());
    match thing {
        // Source: BuildKit `frontend/dockerfile/instructions`, `parseBuildStageName`, and its check
        // ReservedStageName, 2026-11.
        Thing::Stage(_) => {
            let is_valid = starts_with_letter && new.chars().all(|ch| is_name(ch) || ch == '-' || ch == '.');
            if !is_valid {
                return refuse(format!(
                    "`{new}` is no name for a stage: expected a letter, then letters, digits, `-`, `_` or `.`"
                ));
            }
            if ["scratch", "context"].contains(&new.to_ascii_lowercase().as_str()) {
                return refuse(format!("`{new}` is a reserved name"));
            }
        }
        Thing::Variable(_) => {
            if !(starts_with_letter || new.starts_with('_')) || !new.chars().all(is_name) {
                return refuse(format!("`{new}` is no name for a variable: expected letters, digits and `_`"));
            }
            if arguments::predefined(new).is_some() || arguments::always_in_run(new) {
                return refuse(format!("`{new}` has a meaning of its own for the builder or the shell"));
            }
        }
        Thing::Heredoc => {
            if !(starts_with_letter || new.starts_with('_')) || !new.chars().all(is_name) {
                return refuse(format!("`{new}` is no word for a heredoc: expected letters, digits and `_`"));
            }
        }
    }
    Ok(())
}

/// Reads the file with the edits and compares what its names mean.
fn check_meaning(cx: &Cx<'_>, names: &Names<'_>, edits: &Edits, new: &str) -> Result<(), CannotRename> {
    let file = SourceFile { text: edits.apply(cx.source).into(), ..cx.view.file.clone() };
    let view = View { file: &file, ..*cx.view };
    let is_same = super::read(&view, |after| {
        let renamed = Names::new(after);
        let before_places: Vec<_> =
            names.occurrences.iter().map(|it| (moved(edits, it.range), it.thing, it.bound)).collect();
        let after_places: Vec<_> = renamed.occurrences.iter().map(|it| (it.range, it.thing, it.bound)).collect();
        before_places == after_places
            && names.doubts.len() == renamed.doubts.len()
            && cx.syntax.errors.len() == after.syntax.errors.len()
            && bases(cx) == bases(after)
            && bodies(cx) == bodies(after)
    });
    if is_same {
        Ok(())
    } else {
        refuse(format!("with the name `{new}` something in this file would mean something else"))
    }
}

/// Where `range` lies after `edits`.
fn moved(edits: &Edits, range: TextRange) -> TextRange {
    let shift = |offset: TextSize, inclusive: bool| {
        let mut moved = i64::from(u32::from(offset));
        for edit in edits {
            if edit.range.end() < offset || (inclusive && edit.range.end() == offset) {
                moved += edit.text.len() as i64 - i64::from(u32::from(edit.range.len()));
            }
        }
        TextSize::new(u32::try_from(moved).unwrap_or(0))
    };
    TextRange::new(shift(range.start(), false), shift(range.end(), true))
}

/// The images and stages that the file takes, which a new stage name could shadow.
fn bases(cx: &Cx<'_>) -> Vec<String> {
    let stages = cx.build.stages.iter().map(|stage| match &stage.base {
        Base::Stage(id) => format!("stage {}", id.0),
        Base::Scratch => "scratch".to_owned(),
        Base::Image(image) => image.text().to_owned(),
        Base::Unknown => "unknown".to_owned(),
    });
    stages.chain(cx.build.images.iter().map(|used| used.image.text().to_owned())).collect()
}

/// How many lines each heredoc has.
fn bodies(cx: &Cx<'_>) -> Vec<usize> {
    let heredocs = cx.syntax.instructions().flat_map(|it| &it.heredocs);
    heredocs.map(|heredoc| slice(cx.source, heredoc.body).lines().count()).collect()
}

fn refuse<T>(why: impl Into<String>) -> Result<T, CannotRename> {
    Err(CannotRename(why.into()))
}
