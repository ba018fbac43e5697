//! `invalid-system-control`: kernel parameter that a container cannot set.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::{Field, NetworkMode};
use plimsoll_model::tables::linux::{Namespace, system_control};

rule! {
    /// A container may set parameters of its own IPC and network namespaces, as long as they are its own.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "networkMode": "host",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512, "systemControls": [{ "namespace": "vm.max_map_count", "value": "262144" }] },
    /// //                                                                                      ^^^^^^^^^^^^^^^^^^ error: a container cannot set `vm.max_map_count`
    ///     { "name": "log", "image": "log:1", "memory": 512, "systemControls": [{ "namespace": "net.core.somaxconn", "value": "1024" }] }
    /// //                                                                                      ^^^^^^^^^^^^^^^^^^^^ error: `net.core.somaxconn` cannot be set on the network of the host
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "networkMode": "awsvpc",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "systemControls": [{ "namespace": "net.core.somaxconn", "value": "1024" }, { "namespace": "kernel.shmmax", "value": "1" }, { "namespace": "${NAME}", "value": "1" }] }
    ///   ]
    /// }
    /// ```
    "invalid-system-control" {
        summary: "kernel parameter that a container cannot set",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let is_host_ipc =
        cx.task.object.is_some_and(|task| task.string("ipcMode").known().is_some_and(|mode| mode == "host"));
    // Windows has no such parameters; that is another rule's to say.
    if cx.task.launch().windows {
        return;
    }
    for control in cx.container.object.objects("systemControls") {
        let Field::Known { value: name, node, .. } = control.name("namespace") else { continue };
        match system_control(&name) {
            None => {
                sink.report(node.range(), format!("a container cannot set `{name}`")).note(
                    "only parameters of the IPC and network namespaces can be set; others belong to the instance",
                );
            }
            Some(Namespace::Net) if cx.task.network_mode() == NetworkMode::Host => {
                sink.report(node.range(), format!("`{name}` cannot be set on the network of the host"));
            }
            Some(Namespace::Ipc) if is_host_ipc => {
                sink.report(node.range(), format!("`{name}` cannot be set in the IPC namespace of the host"));
            }
            Some(_) => {}
        }
    }
}
