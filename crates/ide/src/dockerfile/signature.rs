//! The form of the instruction or flag that is being typed.

use super::Cx;
use super::place::{At, Place};
use crate::{Parameter, Signature};
use plimsoll_dockerfile::{Body, Keyword};
use plimsoll_model::tables::instructions;
use plimsoll_text::{TextRange, TextSize, range, size};

pub(crate) fn signature(cx: &Cx<'_>, offset: TextSize) -> Option<Signature> {
    let Place::Instruction(at) = cx.place(offset) else { return None };
    if offset <= at.instruction.keyword_range.end() {
        return None;
    }
    let word = cx.word(offset, at.instruction.keyword_range.end());
    if at.instruction.keyword == Keyword::Run && cx.text(word).starts_with("--mount=") {
        return mount(cx, at, word, offset);
    }
    let docs = instructions::docs(at.instruction.keyword.as_str())?;
    let parts: Vec<_> = instructions::parameters(at.instruction.keyword.as_str()).collect();
    let parameters: Vec<Parameter> = parts
        .iter()
        .scan(at.instruction.keyword.as_str().len(), |from, part| {
            let start = docs.form.get(*from..)?.find(part.part)? + *from;
            *from = start + part.part.len();
            Some(Parameter { range: range(start, *from), docs: part.docs.to_owned() })
        })
        .collect();
    let active = active(cx, at, word, offset).filter(|active| *active < parameters.len());
    Some(Signature { label: docs.form.to_owned(), docs: docs.docs.to_owned(), parameters, active })
}

/// Which part of the form the cursor is in.
fn active(cx: &Cx<'_>, at: At<'_>, word: TextRange, offset: TextSize) -> Option<usize> {
    let instruction = at.instruction;
    let is_first = instruction.arguments.is_empty() || word.start() <= instruction.arguments.start();
    let in_flags = is_first && cx.text(word).starts_with("--");
    let behind = |sign: char| cx.text(TextRange::new(word.start(), offset)).contains(sign);
    Some(match &instruction.body {
        Body::From(_) if in_flags => 0,
        Body::From(from) => match from.as_keyword {
            Some(name) if offset > name.end() => 2,
            Some(_) => return None,
            None if is_first => 1,
            None => return None,
        },
        Body::Copy(_) if in_flags => 0,
        Body::Copy(copy) => {
            let in_destination = copy.destination.as_ref().is_some_and(|word| offset >= word.range.start());
            if in_destination { 2 } else { 1 }
        }
        Body::Run(_) | Body::Healthcheck(_) if in_flags => 0,
        Body::Run(_) => 1,
        Body::Healthcheck(_) => {
            if is_first {
                1
            } else {
                2
            }
        }
        Body::Env(_) | Body::Label(_) | Body::Arg(_) => usize::from(behind('=')),
        Body::Expose(_) => usize::from(behind('/')),
        Body::User(_) => usize::from(behind(':')),
        Body::Cmd(_) | Body::Entrypoint(_) | Body::Shell(_) => {
            usize::from(cx.text(TextRange::new(instruction.keyword_range.end(), offset)).contains(','))
        }
        Body::Unknown(_) => return None,
        _ => 0,
    })
}

/// The keys that a mount of this type takes.
fn mount(cx: &Cx<'_>, at: At<'_>, word: TextRange, offset: TextSize) -> Option<Signature> {
    let Body::Run(run) = &at.instruction.body else { return None };
    let here = run.mounts.iter().find(|mount| mount.range.contains_inclusive(offset));
    let mount_type = here.and_then(|mount| mount.option(cx.source, &["type"])).unwrap_or("bind").to_ascii_lowercase();
    let before = cx.text(TextRange::new(word.start(), offset)).trim_start_matches("--mount=");
    let option = before.rsplit(',').next().unwrap_or(before);
    let written = option.split('=').next().unwrap_or(option);
    let key = instructions::mount_key(written).map(|key| key.name);
    let mut label = "--mount=".to_owned();
    let mut parameters = Vec::new();
    let mut active = None;
    for (order, known) in instructions::mount_keys(&mount_type).enumerate() {
        if order > 0 {
            label.push(',');
        }
        let start = label.len();
        label.push_str(known.name);
        if known.value != instructions::Value::Boolean {
            label.push('=');
            label.push_str(if known.name == "type" { &mount_type } else { "…" });
        }
        if Some(known.name) == key {
            active = Some(order);
        }
        parameters
            .push(Parameter { range: TextRange::new(size(start), size(label.len())), docs: known.docs.to_owned() });
    }
    let docs = instructions::flag("RUN", "mount").map_or("", |flag| flag.docs);
    Some(Signature { label, docs: docs.to_owned(), parameters, active })
}
