//! What messages call the objects of a task definition.
//!
//! Invariant: an object without a name of its own is called by the key that holds it.

use plimsoll_json::Node;
use plimsoll_model::ecs::{Container, Object, TaskDefinition};

/// What messages call an object: `the task definition`, ``container `web` ``, `` `logConfiguration` `` or
/// ``an entry of `secrets` ``.
pub(super) fn called(task: &TaskDefinition<'_>, object: Object<'_>) -> String {
    if task.object.is_some_and(|root| root.node == object.node) {
        return "the task definition".to_owned();
    }
    if let Some(container) = task.containers.iter().find(|container| container.object.node == object.node) {
        return Container::called(container);
    }
    if let Some(key) = object.node.key_node().and_then(Node::text) {
        return format!("`{key}`");
    }
    let list = object.node.parent().and_then(Node::key_node).and_then(Node::text);
    list.map_or_else(|| "this object".to_owned(), |key| format!("an entry of `{key}`"))
}
