//! The outline of a task definition: the task, its containers and volumes, what a container offers and takes.
//!
//! Invariant: no value of an environment variable is shown.

use super::{Cx, read, words};
use crate::{Symbol, SymbolKind, View};
use plimsoll_json::{Kind, Node};
use plimsoll_model::ecs::{Container, Object, Shape};
use plimsoll_text::{TextRange, size};

pub(crate) fn symbols(view: &View<'_>) -> Vec<Symbol> {
    read(view, |cx| {
        let mut parts: Vec<Symbol> = cx.task.containers.iter().map(container).collect();
        let Some(object) = cx.task.object else { return parts };
        parts.extend(object.objects("volumes").map(volume));
        parts.sort_by_key(|part| part.range.start());
        let is_task = cx.task.shape == Shape::Wrapped
            || ["family", "containerDefinitions"].iter().any(|key| object.node.get_member(key).is_some());
        if is_task { vec![task(cx, object, parts)] } else { parts }
    })
}

fn task(cx: &Cx<'_>, object: Object<'_>, children: Vec<Symbol>) -> Symbol {
    let file = cx.view.file.path.rsplit('/').next().unwrap_or("task definition");
    let size: Vec<String> = [("cpu", "CPU"), ("memory", "MiB")]
        .into_iter()
        .filter_map(|(key, unit)| Some(format!("{} {unit}", object.string(key).known()?)))
        .collect();
    symbol(object.node, "family", file, Some(size.join(", ")), SymbolKind::Task, children)
}

fn container(container: &Container<'_>) -> Symbol {
    let object = container.object;
    let mut children = Vec::new();
    children.extend(object.objects("portMappings").filter_map(port));
    for key in ["environment", "secrets"] {
        let named = object.objects(key).filter(|it| it.node.get("name").is_some());
        children.extend(named.map(|it| symbol(it.node, "name", key, None, SymbolKind::Variable, Vec::new())));
    }
    children.sort_by_key(|child| child.range.start());
    let name = format!("container {}", container.index);
    symbol(object.node, "name", &name, words::image(object.node), SymbolKind::Container, children)
}

fn volume(object: Object<'_>) -> Symbol {
    let detail = Some(words::volume(object.node));
    symbol(object.node, "name", "volume", detail, SymbolKind::Volume, Vec::new())
}

fn port(object: Object<'_>) -> Option<Symbol> {
    let port = object.node.get("containerPort").or_else(|| object.node.get("containerPortRange"))?;
    let number = port.text().map_or_else(|| port.source().to_owned(), std::borrow::Cow::into_owned);
    let protocol = object.node.get("protocol").and_then(Node::text).unwrap_or("tcp".into());
    (!number.is_empty()).then(|| Symbol {
        name: format!("{number}/{protocol}"),
        detail: object.node.get("name").and_then(Node::text).map(std::borrow::Cow::into_owned),
        kind: SymbolKind::Field,
        range: object.node.range(),
        selection: port.range(),
        children: Vec::new(),
    })
}

/// A symbol that has its name from the member `key`, or else is called `otherwise`.
fn symbol(
    node: Node<'_>,
    key: &str,
    otherwise: &str,
    detail: Option<String>,
    kind: SymbolKind,
    children: Vec<Symbol>,
) -> Symbol {
    let value = node.get(key).filter(|value| value.kind() == Kind::String);
    let name = value.and_then(Node::text).filter(|name| !name.trim().is_empty());
    let selection = match (&name, value.and_then(Node::content_range)) {
        (Some(_), Some(range)) => range,
        _ => TextRange::at(node.range().start(), size(node.source().len().min(1))),
    };
    Symbol {
        name: name.map_or_else(|| otherwise.to_owned(), std::borrow::Cow::into_owned),
        detail: detail.filter(|detail| !detail.is_empty()),
        kind,
        range: node.range(),
        selection,
        children,
    }
}
