//! The containers and volumes of a task, and every place that names one.
//!
//! Invariant: a range covers the name alone, without quotes and without the alias of a link. Names that hold a
//! placeholder are the same where they are written the same.

use plimsoll_json::{Kind, Node};
use plimsoll_model::ecs::{Object, TaskDefinition};
use plimsoll_text::TextRange;

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// A container definition.
    Container,
    /// A volume of the task.
    Volume,
}

impl Named {
    /// The word for it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Container => "container",
            Self::Volume => "volume",
        }
    }
}

/// A place that names a container or volume.
#[derive(Debug, Clone)]
pub(super) struct Occurrence<'a> {
    /// What it names.
    pub(super) named: Named,
    /// The name.
    pub(super) name: String,
    /// Its characters.
    pub(super) range: TextRange,
    /// The string that holds it.
    pub(super) node: Node<'a>,
    /// The object that it gives its name to; `None` where it only refers to one.
    pub(super) definition: Option<Node<'a>>,
}

/// Every place that names a container or volume, in the order of the text.
pub(super) fn occurrences<'a>(task: &TaskDefinition<'a>) -> Vec<Occurrence<'a>> {
    let mut found = Vec::new();
    for container in &task.containers {
        let object = container.object;
        found.extend(whole(object, "name", Named::Container, true));
        for dependency in object.objects("dependsOn") {
            found.extend(whole(dependency, "containerName", Named::Container, false));
        }
        for volumes in object.objects("volumesFrom") {
            found.extend(whole(volumes, "sourceContainer", Named::Container, false));
        }
        let links = object.node.get("links").filter(|links| links.kind() == Kind::Array);
        found.extend(links.into_iter().flat_map(Node::elements).filter_map(link));
        for mount in object.objects("mountPoints") {
            found.extend(whole(mount, "sourceVolume", Named::Volume, false));
        }
    }
    if let Some(object) = task.object {
        if let Some(proxy) = object.node.get("proxyConfiguration").and_then(Object::new) {
            found.extend(whole(proxy, "containerName", Named::Container, false));
        }
        for volume in object.objects("volumes") {
            found.extend(whole(volume, "name", Named::Volume, true));
        }
    }
    found.sort_by_key(|occurrence| occurrence.range.start());
    found
}

/// The occurrences of one name, from the one that holds `offset`; empty if none does.
pub(super) fn at<'a>(
    task: &TaskDefinition<'a>,
    offset: plimsoll_text::TextSize,
) -> Option<(usize, Vec<Occurrence<'a>>)> {
    let all = occurrences(task);
    let here = all.iter().find(|occurrence| occurrence.range.contains_inclusive(offset))?;
    let (named, name, start) = (here.named, here.name.clone(), here.range.start());
    let same: Vec<_> = all.into_iter().filter(|it| it.named == named && it.name == name).collect();
    let index = same.iter().position(|it| it.range.start() == start)?;
    Some((index, same))
}

fn whole<'a>(object: Object<'a>, key: &str, named: Named, defines: bool) -> Option<Occurrence<'a>> {
    let node = object.node.get(key)?;
    let (name, range) = (node.text()?.into_owned(), node.content_range()?);
    let definition = defines.then_some(object.node);
    (!name.is_empty()).then_some(Occurrence { named, name, range, node, definition })
}

/// `name`, or `name:alias`; a colon inside of a placeholder separates nothing.
fn link(node: Node<'_>) -> Option<Occurrence<'_>> {
    let content = node.content_range()?;
    let text = node.document().text();
    let colon = node.parts().into_iter().filter(|part| part.placeholder.is_none()).find_map(|part| {
        let at = plimsoll_text::slice(text, part.range).find(':')?;
        Some(part.range.start() + plimsoll_text::size(at))
    });
    let range = TextRange::new(content.start(), colon.unwrap_or(content.end()));
    let name = plimsoll_text::slice(text, range);
    // A name that is written with escapes is none that ECS takes.
    let is_plain = !name.is_empty() && !name.contains('\\');
    is_plain.then(|| Occurrence { named: Named::Container, name: name.to_owned(), range, node, definition: None })
}
