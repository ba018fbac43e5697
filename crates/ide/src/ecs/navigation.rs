//! Where containers and volumes are named.

use super::names::{self, Occurrence};
use super::{Cx, cross, read};
use crate::{Highlight, HighlightKind, Place, Target, View};
use plimsoll_json::Node;
use plimsoll_text::{TextRange, TextSize, size};

pub(crate) fn definition(view: &View<'_>, offset: TextSize) -> Vec<Target> {
    read(view, |cx| {
        if let Some((_, same)) = names::at(cx.task, offset) {
            return same.iter().filter_map(definition_of).collect();
        }
        let Some(value) = cx.document.at_offset(offset).filter(|node| !node.is_key()) else { return Vec::new() };
        match value.key_node().and_then(Node::text).as_deref() {
            Some("image") => image(cx, value).into_iter().collect(),
            Some("logDriver") if value.text().as_deref() == Some("awsfirelens") => log_routers(cx),
            _ => Vec::new(),
        }
    })
}

pub(crate) fn references(view: &View<'_>, offset: TextSize, declaration: bool) -> Vec<Place> {
    read(view, |cx| {
        let same = names::at(cx.task, offset).map_or_else(Vec::new, |(_, same)| same);
        let mut places = cross::renderings(view, &same);
        let wanted = same.into_iter().filter(|occurrence| declaration || occurrence.definition.is_none());
        places.extend(wanted.map(|occurrence| Place { path: None, range: occurrence.range }));
        places
    })
}

pub(crate) fn highlights(view: &View<'_>, offset: TextSize) -> Vec<Highlight> {
    read(view, |cx| {
        let same = names::at(cx.task, offset).map_or_else(Vec::new, |(_, same)| same);
        let kind = |occurrence: &Occurrence<'_>| match occurrence.definition {
            Some(_) => HighlightKind::Write,
            None => HighlightKind::Read,
        };
        same.iter().map(|occurrence| Highlight { range: occurrence.range, kind: kind(occurrence) }).collect()
    })
}

fn definition_of(occurrence: &Occurrence<'_>) -> Option<Target> {
    let range = occurrence.definition?.range();
    Some(Target { path: None, range, selection: occurrence.range })
}

/// The final stage of the Dockerfile that builds the image.
fn image(cx: &Cx<'_>, value: Node<'_>) -> Option<Target> {
    let container = cx.task.containers.iter().find(|container| Some(container.object.node) == value.parent())?;
    let stage = cross::built_by(cx.view, cx.task, container)?;
    Some(Target { path: Some(stage.path), range: stage.from, selection: stage.name })
}

/// The containers that take the logs of the others.
fn log_routers(cx: &Cx<'_>) -> Vec<Target> {
    let routers = cx.task.containers.iter().filter_map(|container| {
        let node = container.object.node;
        let router = node.get_member("firelensConfiguration")?;
        let name = node.get("name").and_then(Node::content_range);
        let first = TextRange::at(node.range().start(), size(1));
        Some((node.range(), name.unwrap_or(if router.range.is_empty() { first } else { router.range })))
    });
    routers.map(|(range, selection)| Target { path: None, range, selection }).collect()
}
