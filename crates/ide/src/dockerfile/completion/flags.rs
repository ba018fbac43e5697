//! Flags of instructions, their values, and the keys of mounts.

use super::{At, Cx, images, users};
use crate::{Completion, CompletionKind};
use plimsoll_dockerfile::Body;
use plimsoll_model::tables::instructions::{self, MOUNT_TYPES, Value};
use plimsoll_text::{Edit, TextRange, TextSize, size, slice};

/// Inside `--name=value`, or in what is typed of it.
pub(super) fn in_flag(cx: &Cx<'_>, at: At<'_>, word: TextRange, offset: TextSize) -> Vec<Completion> {
    let text = cx.text(word);
    let equals = text.find('=').map(|at| word.start() + size(at));
    let Some(equals) = equals.filter(|equals| *equals < offset) else {
        let name = TextRange::new(word.start(), equals.unwrap_or(word.end()));
        return names(cx, at, name, equals.is_some());
    };
    let name = slice(cx.source, TextRange::new(word.start(), equals)).trim_start_matches('-');
    let value = TextRange::new(equals + TextSize::new(1), word.end());
    values(cx, at, name, value, offset)
}

fn names(cx: &Cx<'_>, at: At<'_>, name: TextRange, has_value: bool) -> Vec<Completion> {
    let instruction = at.instruction;
    let given = |flag: &str| {
        instruction.flags.iter().any(|it| !it.range.contains_inclusive(name.end()) && cx.text(it.name) == flag)
    };
    let flags = instructions::flags(instruction.keyword.as_str()).filter(|flag| flag.repeats || !given(flag.name));
    flags
        .enumerate()
        .map(|(order, flag)| {
            let label = format!("--{}", flag.name);
            let takes = flag.value != Value::Boolean && !has_value;
            let text = if takes { format!("{label}=") } else { label.clone() };
            let mut completion = Completion::new(label, CompletionKind::Flag, Edit::replace(name, text));
            completion.docs = Some(flag.docs.to_owned());
            completion.sort = 10 + u16::try_from(order).unwrap_or(0);
            completion.again = takes;
            completion
        })
        .collect()
}

fn values(cx: &Cx<'_>, at: At<'_>, name: &str, value: TextRange, offset: TextSize) -> Vec<Completion> {
    let keyword = at.instruction.keyword.as_str();
    match (keyword, name) {
        ("RUN", "mount") => in_mount(cx, at, value, offset),
        ("COPY", "from") => images::images(cx, at.step, value, offset, images::In::Flag),
        ("COPY" | "ADD", "chown") => users::users(cx, at, value, offset),
        _ => {
            let flag = instructions::flag(keyword, name);
            flag.map_or_else(Vec::new, |flag| proposals(flag.proposals, value))
        }
    }
}

fn in_mount(cx: &Cx<'_>, at: At<'_>, value: TextRange, offset: TextSize) -> Vec<Completion> {
    let text = cx.text(value);
    let cut = usize::from(offset - value.start());
    let start = text[..cut].rfind(',').map_or(0, |comma| comma + 1);
    let end = text[cut..].find(',').map_or(text.len(), |comma| cut + comma);
    let option = TextRange::new(value.start() + size(start), value.start() + size(end));
    let mount_type = mount_type(cx, at, value);
    let option_text = cx.text(option);
    match option_text.find('=').filter(|equals| start + equals < cut) {
        Some(equals) => {
            let value = TextRange::new(option.start() + size(equals + 1), option.end());
            mount_values(cx, at, &option_text[..equals], value, offset)
        }
        None => {
            let has_value = option_text.find('=');
            let key = TextRange::new(option.start(), has_value.map_or(option.end(), |at| option.start() + size(at)));
            mount_keys(text, &mount_type, key, has_value.is_some())
        }
    }
}

/// The type of the mount whose flag has this value; `bind` when it says none.
fn mount_type(cx: &Cx<'_>, at: At<'_>, value: TextRange) -> String {
    let Body::Run(run) = &at.instruction.body else { return "bind".to_owned() };
    let mount = run.mounts.iter().find(|mount| mount.range.contains_range(value));
    mount.and_then(|mount| mount.option(cx.source, &["type"])).unwrap_or("bind").to_ascii_lowercase()
}

fn mount_keys(mount: &str, mount_type: &str, key: TextRange, has_value: bool) -> Vec<Completion> {
    let given =
        |name: &str| mount.split(',').any(|option| option.split('=').next() == Some(name) && option.contains('='));
    instructions::mount_keys(mount_type)
        .filter(|it| !given(it.name) && !it.aliases.iter().any(|alias| given(alias)))
        .enumerate()
        .map(|(order, it)| {
            let takes = it.value != Value::Boolean && !has_value;
            let text = if takes { format!("{}=", it.name) } else { it.name.to_owned() };
            let mut completion = Completion::new(it.name, CompletionKind::Field, Edit::replace(key, text));
            completion.docs = Some(it.docs.to_owned());
            completion.sort = 10 + u16::try_from(order).unwrap_or(0);
            completion.again = takes;
            completion
        })
        .collect()
}

fn mount_values(cx: &Cx<'_>, at: At<'_>, key: &str, value: TextRange, offset: TextSize) -> Vec<Completion> {
    let Some(key) = instructions::mount_key(key) else { return Vec::new() };
    match key.name {
        "type" => MOUNT_TYPES
            .into_iter()
            .map(|name| Completion::new(name, CompletionKind::Value, Edit::replace(value, name)))
            .collect(),
        "from" => images::images(cx, at.step, value, offset, images::In::Flag),
        _ if key.value == Value::Boolean => proposals("true false", value),
        _ => proposals(key.proposals, value),
    }
}

fn proposals(words: &str, value: TextRange) -> Vec<Completion> {
    let item = |word: &str| Completion::new(word, CompletionKind::Value, Edit::replace(value, word));
    words.split_whitespace().map(item).collect()
}
