//! What is shown about a part of a Dockerfile.
//!
//! Invariant: nothing is said that the file or a table does not say, and no value that may be secret is shown.

mod comment;
mod image;
mod stage;
mod variable;

use super::Cx;
use super::names::{Names, Thing, expanded_words, word_variables};
use super::place::{At, Place};
use crate::Hover;
use plimsoll_dockerfile::{Body, Flag, Keyword};
use plimsoll_model::tables::instructions;
use plimsoll_text::{TextRange, TextSize};

pub(crate) fn hover(cx: &Cx<'_>, offset: TextSize) -> Option<Hover> {
    match cx.place(offset) {
        Place::Between => None,
        Place::Comment(comment) => comment::in_comment(cx, comment.range, offset),
        Place::Directive(directive) => comment::in_directive(cx, &directive, offset),
        Place::Heredoc(at, _) => named(cx, at, offset),
        Place::Instruction(at) => in_instruction(cx, at, offset),
    }
}

fn in_instruction(cx: &Cx<'_>, at: At<'_>, offset: TextSize) -> Option<Hover> {
    let instruction = at.instruction;
    if instruction.keyword_range.contains_inclusive(offset) {
        return of_keyword(instruction.keyword, instruction.keyword_range);
    }
    if let Some(found) = named(cx, at, offset) {
        return Some(found);
    }
    if let Some(found) = image::hover(cx, at, offset) {
        return Some(found);
    }
    if let Some(flag) = instruction.flags.iter().find(|flag| flag.range.contains_inclusive(offset)) {
        return in_flag(cx, at, flag, offset);
    }
    match &instruction.body {
        Body::From(from) => from.as_keyword.filter(|range| range.contains_inclusive(offset)).map(|range| Hover {
            range,
            markdown: "Gives the stage a name that later stages can start or copy from.".to_owned(),
        }),
        Body::Workdir(Some(word)) if word.range.contains_inclusive(offset) && !at.is_trigger => {
            let directory = cx.build.working_directory(cx.stage_of(at.step)?, at.step + 1)?;
            if cx.hides("", &directory) {
                return None;
            }
            Some(Hover { range: word.range, markdown: format!("Working directory: `{directory}`") })
        }
        _ => None,
    }
}

/// About an instruction.
fn of_keyword(keyword: Keyword, range: TextRange) -> Option<Hover> {
    let name = keyword.as_str();
    let docs = instructions::docs(name)?;
    let flags: String = instructions::flags(name).map(|flag| format!("- `--{}`: {}\n", flag.name, flag.docs)).collect();
    let list = if flags.is_empty() { flags } else { format!("\n\n{flags}") };
    let page =
        format!("\n\n[Dockerfile reference](https://docs.docker.com/reference/dockerfile/#{})", name.to_lowercase());
    Some(Hover { range, markdown: format!("```Dockerfile\n{}\n```\n\n{}{list}{page}", docs.form, docs.docs) })
}

/// About the stage or variable that is named at `offset`; what the builder or the shell sets counts too.
fn named(cx: &Cx<'_>, at: At<'_>, offset: TextSize) -> Option<Hover> {
    let names = Names::new(cx);
    if let Some(here) = names.at(offset) {
        return match &names.things[here.thing] {
            Thing::Stage(id) => Some(Hover { range: here.range, markdown: stage::about(cx, cx.build.stage(*id)) }),
            Thing::Variable(_) => {
                let binding = names.binding(here)?;
                let markdown = variable::about(cx, binding, here.declares);
                Some(Hover { range: here.range, markdown })
            }
            Thing::Heredoc => None,
        };
    }
    let mut found = Vec::new();
    expanded_words(cx, at.instruction).into_iter().for_each(|word| word_variables(word, &mut found));
    let here = found.into_iter().find(|it| it.name.contains_inclusive(offset))?;
    let markdown = variable::about_foreign(cx, at, cx.text(here.name));
    Some(Hover { range: here.name, markdown })
}

/// About a flag, or a key or value of a mount.
fn in_flag(cx: &Cx<'_>, at: At<'_>, flag: &Flag, offset: TextSize) -> Option<Hover> {
    let instruction = at.instruction;
    if let Body::Run(run) = &instruction.body
        && let Some(mount) = run.mounts.iter().find(|mount| mount.range == flag.range)
        && let Some(option) = mount.options.iter().find(|option| option.range.contains_inclusive(offset))
    {
        let key = instructions::mount_key(cx.text(option.key))?;
        let of_type = option.value.filter(|_| key.name == "type").and_then(|value| mount_type(cx.text(value)));
        let docs = of_type.map_or_else(|| key.docs.to_owned(), |docs| format!("{}\n\n{docs}", key.docs));
        return Some(Hover { range: option.range, markdown: format!("`{}`: {docs}", key.name) });
    }
    let known = instructions::flag(instruction.keyword.as_str(), cx.text(flag.name))?;
    let range = TextRange::new(flag.range.start(), flag.name.end());
    let range = if range.contains_inclusive(offset) { range } else { flag.range };
    Some(Hover { range, markdown: format!("`--{}`: {}", known.name, known.docs) })
}

/// What a mount type does. Source: Dockerfile reference, "RUN --mount", 2026-11.
fn mount_type(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "bind" => "Files of the build context, of a stage or of an image, read-only unless `readwrite` is given.",
        "cache" => "A folder that outlives the build: for the downloads of package managers and compilers.",
        "tmpfs" => "A file system in memory.",
        "secret" => "A file or variable with a secret that the build was given with `--secret`.",
        "ssh" => "The SSH agent or keys that the build was given with `--ssh`.",
        _ => return None,
    })
}
