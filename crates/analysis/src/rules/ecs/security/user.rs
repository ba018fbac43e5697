//! The user that a container is told to run as.
//!
//! Invariant: only root's name and number are root; what a name means is not looked up.

use crate::ContainerCx;
use plimsoll_json::Node;
use plimsoll_model::ecs::Field;

/// Whether `user`, perhaps with a group behind a colon, is root.
pub(super) fn is_root(user: &str) -> bool {
    let name = user.split(':').next().unwrap_or(user);
    name == "root" || !name.is_empty() && name.bytes().all(|byte| byte == b'0')
}

/// The value that puts the container into the network of its instance, if it may be root there: `networkMode`. A
/// privileged container is another matter.
pub(super) fn host_network<'a>(cx: &ContainerCx<'a>) -> Option<Node<'a>> {
    let Field::Known { value: mode, node, .. } = cx.task.object?.name("networkMode") else { return None };
    let object = cx.container.object;
    let is_privileged = match object.boolean("privileged") {
        Field::Absent { .. } => !object.is_complete(),
        field => field.known() != Some(&false),
    };
    (mode == "host" && !cx.task.launch().fargate && !is_privileged).then_some(node)
}
