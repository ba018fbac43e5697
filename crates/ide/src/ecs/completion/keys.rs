//! Keys: of structures those that are not there yet, of maps those that the tables know.

use super::Asked;
use crate::ecs::cursor::Slot;
use crate::ecs::skeleton::{Fresh, Writer};
use crate::ecs::typed::Owner;
use crate::ecs::words;
use crate::{Completion, CompletionKind};
use plimsoll_model::tables::ecs as facts;
use plimsoll_model::tables::ecs_schema_docs;
use plimsoll_model::tables::ecs_schema_skeletons::skeleton;
use plimsoll_model::tables::schema::{Kind, Member, Structure, is_required};

pub(super) fn completions(asked: &Asked<'_, '_>) -> Vec<Completion> {
    let Some(typed) = asked.typed else { return Vec::new() };
    match (typed.kind, typed.owner) {
        (Kind::Structure(structure), _) => of_structure(asked, structure),
        (Kind::Map(_), Some(owner)) => of_map(asked, owner),
        _ => Vec::new(),
    }
}

fn of_structure(asked: &Asked<'_, '_>, structure: &'static Structure) -> Vec<Completion> {
    let Some(frame) = asked.cursor.frames.last() else { return Vec::new() };
    let usual = skeleton(structure);
    let missing = structure.members.iter().filter(|member| !frame.has(member.name));
    let completion = |member: &'static Member| {
        let owner = Owner { structure, member };
        let mut completion = asked.completion(member.name, CompletionKind::Field, fresh(asked, owner))?;
        completion.detail = Some(words::type_of(owner));
        completion.docs = Some(words::about_member(owner));
        completion.deprecated = member.deprecated;
        completion.sort = match usual.iter().position(|(usual, _)| usual.name == member.name) {
            _ if member.deprecated => 99,
            Some(place) if is_required(structure, member) => u16::try_from(place).unwrap_or(20).min(20),
            Some(place) => 21 + u16::try_from(place).unwrap_or(20).min(20),
            None => 50,
        };
        completion.again = asked.cursor.slot == Slot::Member && is_asked_for(member);
        Some(completion)
    };
    missing.filter_map(completion).collect()
}

/// The member with a fresh value, or the key alone where the value is there.
fn fresh(asked: &Asked<'_, '_>, owner: Owner) -> Fresh {
    let mut writer = Writer::new(asked.unit);
    match asked.cursor.slot {
        Slot::Key => writer.text(&format!("\"{}\"", owner.member.name)),
        _ => writer.member(owner.structure, owner.member),
    }
    writer.finish()
}

/// Whether there are proposals for the value that the editor would not show by itself.
fn is_asked_for(member: &Member) -> bool {
    matches!(member.kind, Kind::Map(_))
        || matches!(
            member.name,
            "containerName"
                | "sourceContainer"
                | "sourceVolume"
                | "image"
                | "links"
                | "taskRoleArn"
                | "executionRoleArn"
        )
}

/// Keys of a map: the options of the log driver that the object names, or what the API's text explains.
fn of_map(asked: &Asked<'_, '_>, owner: Owner) -> Vec<Completion> {
    let frames = &asked.cursor.frames;
    let Some((frame, parent)) = frames.last().zip(frames.len().checked_sub(2).and_then(|at| frames.get(at))) else {
        return Vec::new();
    };
    let driver = parent.scalar("logDriver").and_then(facts::log_driver);
    let is_log_options = owner.is("LogConfiguration", "options");
    let names: Vec<&'static str> = match driver {
        Some(driver) if is_log_options => driver.options.clone(),
        None if is_log_options => facts::log_drivers().iter().flat_map(|driver| driver.options.clone()).collect(),
        _ => ecs_schema_docs::keys(owner.structure, owner.member),
    };
    let mut found: Vec<Completion> = Vec::new();
    for (place, name) in names.into_iter().enumerate() {
        if frame.has(name) || found.iter().any(|completion| completion.label == name) {
            continue;
        }
        let mut writer = Writer::new(asked.unit);
        writer.text(&format!("\"{name}\""));
        if asked.cursor.slot != Slot::Key {
            writer.text(": ");
            writer.value(Kind::String, None);
        }
        let Some(mut completion) = asked.completion(name, CompletionKind::Field, writer.finish()) else { continue };
        completion.docs = ecs_schema_docs::of_word(owner.structure, owner.member, name);
        if let Some(driver) = driver.filter(|_| is_log_options) {
            let needed = driver.required.contains(&name);
            let on_fargate = asked.cx.task.launch().fargate && driver.required_on_fargate.contains(&name);
            completion.sort = if needed || on_fargate { 0 } else { 50 };
            completion.sort += u16::try_from(place).unwrap_or(0).min(40);
            completion.detail = (needed || on_fargate).then(|| "required".to_owned());
        }
        found.push(completion);
    }
    found
}
