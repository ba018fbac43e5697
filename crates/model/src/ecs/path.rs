//! Value paths: `containerDefinitions[web].portMappings[0].hostPort`.
//!
//! Invariant: a path says where a value is in the registered document, whatever shape the file has: the
//! `taskDefinition` of saved describe output is left out, and an array of container definitions is named.

use super::task::{Shape, TaskDefinition};
use plimsoll_json::{Kind, Node};
use std::collections::HashSet;
use std::fmt::Write;

/// The path of a node; containers and volumes by name, by index when the name is missing, unusual or repeated.
pub(super) fn path(task: &TaskDefinition<'_>, node: Node<'_>) -> String {
    let mut nodes = vec![node];
    while let Some(parent) = nodes.last().and_then(|node| node.parent()) {
        nodes.push(parent);
    }
    let mut path = String::new();
    for pair in nodes.windows(2).rev() {
        step(task, pair[0], pair[1], &mut path);
    }
    path
}

fn step(task: &TaskDefinition<'_>, node: Node<'_>, parent: Node<'_>, path: &mut String) {
    if parent.kind() == Kind::Array {
        if parent.parent().is_none() && task.shape == Shape::ContainerArray {
            path.push_str("containerDefinitions");
        }
        let index = parent.elements().take_while(|element| *element != node).count();
        let name = is_named_list(task, parent).then(|| unique_name(node, parent)).flatten();
        let _ = match name {
            Some(name) => write!(path, "[{name}]"),
            None => write!(path, "[{index}]"),
        };
        return;
    }
    let key = if node.is_key() { Some(node) } else { node.key_node() };
    let Some(key) = key.and_then(Node::text) else { return };
    if parent.parent().is_none() && task.shape == Shape::Wrapped && key == "taskDefinition" {
        return;
    }
    if key.is_empty() || !key.chars().all(is_name_character) {
        let _ = write!(path, "[{key:?}]");
        return;
    }
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(&key);
}

/// Whether the elements of `list` are the task's containers or volumes.
fn is_named_list(task: &TaskDefinition<'_>, list: Node<'_>) -> bool {
    match list.key_node() {
        Some(key) => {
            let task_level = task.object.is_some_and(|object| list.parent() == Some(object.node));
            task_level && key.text().is_some_and(|key| matches!(&*key, "containerDefinitions" | "volumes"))
        }
        None => task.shape == Shape::ContainerArray && list.parent().is_none(),
    }
}

fn unique_name(node: Node<'_>, list: Node<'_>) -> Option<String> {
    let name = node.get("name")?.text()?.into_owned();
    let usual = name.chars().all(is_name_character) && !name.bytes().all(|byte| byte.is_ascii_digit());
    let mut seen = HashSet::new();
    let names = list.elements().filter_map(|element| element.get("name")?.text());
    let repeated = names.filter(|other| *other == name).any(|other| !seen.insert(other));
    (usual && !repeated).then_some(name)
}

fn is_name_character(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '-')
}
