//! Which container waits for which.
//!
//! Invariant: only what is known on both sides is a dependency.

use plimsoll_json::Node;
use plimsoll_model::ecs::{Container, Field, Object, TaskDefinition};
use std::borrow::Cow;

/// One entry of `dependsOn`.
pub(super) struct Dependency<'a> {
    /// The container that waits.
    pub(super) container: &'a Container<'a>,
    /// The container that it waits for.
    pub(super) target: &'a Container<'a>,
    /// `START`, `COMPLETE`, `SUCCESS` or `HEALTHY`.
    pub(super) condition: Cow<'a, str>,
    /// The string.
    pub(super) condition_node: Node<'a>,
}

/// All known dependencies on containers of the task, in order.
pub(super) fn dependencies<'a>(task: &'a TaskDefinition<'a>) -> Vec<Dependency<'a>> {
    let mut found = Vec::new();
    for container in &task.containers {
        for entry in container.object.objects("dependsOn") {
            let Field::Known { value: name, .. } = entry.name("containerName") else { continue };
            let Field::Known { value: condition, node: condition_node, .. } = entry.name("condition") else { continue };
            let Some(target) = task.container(&name) else { continue };
            found.push(Dependency { container, target, condition, condition_node });
        }
    }
    found
}

/// Whether no container can wait for another than [`dependencies`] says.
pub(super) fn are_known(task: &TaskDefinition<'_>) -> bool {
    task.object.is_some()
        && task.is_container_list_complete()
        && task.containers.iter().all(|container| match container.object.array("dependsOn") {
            Field::Absent { .. } => container.object.is_complete(),
            Field::Known { value: list, .. } => {
                let is_known = |entry: Object<'_>| {
                    entry.name("containerName").known().is_some() && entry.name("condition").known().is_some()
                };
                list.is_complete() && list.node.elements().all(|entry| Object::new(entry).is_some_and(is_known))
            }
            _ => false,
        })
}
