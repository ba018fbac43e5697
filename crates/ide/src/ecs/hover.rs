//! What is shown about a key or value of a task definition.
//!
//! Invariant: a value is repeated only where it is a name, an image, a role or a size; never one that may be secret.

mod about;

use super::names::{self, Named};
use super::typed::{self, Owner, Typed};
use super::{Cx, read, words};
use crate::{Hover, View};
use plimsoll_json::{Kind as JsonKind, Node};
use plimsoll_model::tables::schema::{self, Kind};
use plimsoll_model::tables::{ecs as facts, ecs_schema_docs};
use plimsoll_text::TextSize;

pub(crate) fn hover(view: &View<'_>, offset: TextSize) -> Option<Hover> {
    read(view, |cx| {
        let node = cx.document.at_offset(offset)?;
        if let Some((index, same)) = names::at(cx.task, offset) {
            return Some(name(cx, &same, index));
        }
        if node.is_key() { key(cx, node) } else { value(cx, node) }
    })
}

/// A container or volume, wherever it is named.
fn name(cx: &Cx<'_>, same: &[names::Occurrence<'_>], index: usize) -> Hover {
    let here = &same[index];
    let what = here.named.word();
    let mut lines = vec![format!("{what} `{}`", here.name)];
    let definitions: Vec<Node<'_>> = same.iter().filter_map(|it| it.definition).collect();
    match (definitions.first(), here.named) {
        (None, _) => lines.push(format!("no {what} of this task has that name")),
        (Some(node), Named::Volume) => lines.push(words::volume(*node)),
        (Some(node), Named::Container) => {
            let container = cx.task.containers.iter().find(|container| container.object.node == *node);
            lines.extend(words::image(*node).map(|image| format!("image `{image}`")));
            lines.extend(container.and_then(|container| about::builder(cx, container)));
            if container.is_some_and(|container| words::has_health_check(container.object)) {
                lines.push("has a health check".to_owned());
            }
        }
    }
    if definitions.len() > 1 {
        lines.push(format!("{} {what}s have that name", definitions.len()));
    }
    Hover { range: here.range, markdown: lines.join("  \n") }
}

fn key(cx: &Cx<'_>, node: Node<'_>) -> Option<Hover> {
    let name = node.text()?;
    let range = node.range();
    let parent = node.parent().and_then(|parent| typed::of_node(cx.task, parent))?;
    let markdown = match (parent.kind, parent.owner) {
        (Kind::Structure(structure), _) => match structure.member(&name) {
            Some(member) => member_text(Owner { structure, member }),
            None if structure.name == schema::root().name && schema::response_only().contains(&&*name) => {
                format!("`{name}`\n\nECS puts it into what it describes, and refuses it in a registration.")
            }
            None => return None,
        },
        (Kind::Map(_), Some(owner)) => option_text(owner, &name)?,
        _ => return None,
    };
    Some(Hover { range, markdown })
}

fn value(cx: &Cx<'_>, node: Node<'_>) -> Option<Hover> {
    if matches!(node.kind(), JsonKind::Object | JsonKind::Array | JsonKind::Invalid) {
        return None;
    }
    let typed = typed::of_node(cx.task, node)?;
    let owner = typed.owner?;
    let range = node.range();
    let special = match node.kind() {
        JsonKind::Placeholder => None,
        _ => about::value(cx, owner, node).or_else(|| listed(owner, node)),
    };
    let markdown = match special {
        Some(text) => text,
        None => general(owner, typed, node)?,
    };
    Some(Hover { range, markdown })
}

/// A value of an enumeration.
fn listed(owner: Owner, node: Node<'_>) -> Option<String> {
    let text = node.text()?;
    owner.member.kind.values()?.iter().find(|value| **value == text)?;
    let meaning = ecs_schema_docs::of_word(owner.structure, owner.member, &text)?;
    Some(format!("`{text}`\n\n{meaning}"))
}

/// What the key says, for a value that has no words of its own.
fn general(owner: Owner, typed: Typed, node: Node<'_>) -> Option<String> {
    let map_key = node.key_node().filter(|_| matches!(owner.member.kind, Kind::Map(_)));
    match map_key {
        Some(key) => option_text(owner, &key.text()?),
        None if matches!(typed.kind, Kind::Structure(_)) => None,
        None => Some(member_text(owner)),
    }
}

/// ``**`image`** string, required`` and what the API says.
fn member_text(owner: Owner) -> String {
    format!("**`{}`** {}\n\n{}", owner.member.name, words::type_of(owner), words::about_member(owner))
}

/// A key of a map that the tables know.
fn option_text(owner: Owner, name: &str) -> Option<String> {
    let text = ecs_schema_docs::of_word(owner.structure, owner.member, name);
    let drivers = facts::log_drivers().iter().filter(|driver| driver.options.contains(&name));
    let drivers: Vec<String> = drivers.map(|driver| format!("`{}`", driver.name)).collect();
    let of_drivers = (owner.is("LogConfiguration", "options") && !drivers.is_empty())
        .then(|| format!("option of {}", drivers.join(", ")));
    if text.is_none() && of_drivers.is_none() {
        return None;
    }
    let head = format!("**`{name}`** {}", of_drivers.unwrap_or_default());
    Some([head.trim_end().to_owned(), text.unwrap_or_default()].join("\n\n").trim_end().to_owned())
}
