//! Whole task definitions: for an empty file, and for an empty object at its top.

use super::Asked;
use crate::ecs::cursor::Slot;
use crate::ecs::skeleton::Writer;
use crate::{Completion, CompletionKind};
use plimsoll_model::tables::schema;

/// What the skeleton is called.
const LABEL: &str = "Fargate task definition";

/// For an empty file.
pub(super) fn document(asked: &Asked<'_, '_>) -> Vec<Completion> {
    let mut writer = Writer::new(asked.unit);
    writer.text("{");
    writer.indented(|writer| writer.members(schema::root()));
    writer.text("}");
    let mut completion = asked.completion(LABEL, CompletionKind::Snippet, writer.finish());
    if let Some(completion) = &mut completion {
        completion.docs = Some("A task with all that Fargate asks for, and one container.".to_owned());
    }
    completion.into_iter().collect()
}

/// For an object at the top that has no members yet.
pub(super) fn members(asked: &Asked<'_, '_>) -> Option<Completion> {
    let [frame] = &asked.cursor.frames[..] else { return None };
    let is_empty = asked.cursor.slot == Slot::Member && frame.is_object && frame.members.is_empty();
    if !is_empty || asked.typed.is_none() || asked.cursor.comma_before.is_some() {
        return None;
    }
    let start = asked.cursor.word.range.start();
    let between = asked.before(start).rsplit('{').next().unwrap_or_default();
    let mut writer = Writer::new(asked.unit);
    if between.contains(['\n', '\r']) || asked.cursor.word.is_quoted {
        writer.members(schema::root());
    } else {
        writer.indented(|writer| writer.members(schema::root()));
    }
    let mut completion = asked.completion(LABEL, CompletionKind::Snippet, writer.finish())?;
    completion.sort = 0;
    Some(completion)
}
