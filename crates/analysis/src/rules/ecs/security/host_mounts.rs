//! Paths of the instance that containers mount.
//!
//! Invariant: only tasks that run on instances have any, and only a known path counts.

use crate::rules::ecs::paths::normalized;
use crate::rules::ecs::storage::volume::{name, volumes};
use plimsoll_json::Node;
use plimsoll_model::ecs::{Container, Field, Object, TaskDefinition};

/// A volume with a path of the instance.
pub(super) struct HostMount<'a> {
    /// The path, normalized.
    pub(super) path: String,
    /// The string.
    pub(super) node: Node<'a>,
    /// The containers that mount it, each with its mount point.
    pub(super) mounts: Vec<(&'a Container<'a>, Object<'a>)>,
}

/// The paths of the instance that containers mount.
pub(super) fn host_mounts<'a>(task: &'a TaskDefinition<'a>) -> Vec<HostMount<'a>> {
    let launch = task.launch();
    if launch.fargate || !(launch.ec2 || launch.external) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for volume in volumes(task) {
        let Some(volume_name) = name(volume, "name") else { continue };
        let Field::Known { value: host, .. } = volume.object("host") else { continue };
        let Field::Known { value: path, node, .. } = host.name("sourcePath") else { continue };
        let mut mounts = Vec::new();
        for container in &task.containers {
            let is_this =
                |mount: &Object<'_>| name(*mount, "sourceVolume").is_some_and(|it| it.text == volume_name.text);
            mounts.extend(container.object.objects("mountPoints").filter(is_this).map(|mount| (container, mount)));
        }
        if !mounts.is_empty() {
            found.push(HostMount { path: normalized(&path), node, mounts });
        }
    }
    found
}
