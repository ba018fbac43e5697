//! `root-user-in-host-network`: root in the network of the instance.

use super::user::{host_network, is_root};
use crate::rule::rule;
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Field;

rule! {
    /// In the network mode `host` the container shares the network of the instance, and it runs as root there.
    ///
    /// It can listen on every port, see the traffic of the instance and reach what listens on `localhost` only. Name a user
    /// without rights.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "networkMode": "host",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" },
    ///   //^ warning: container `web` may run as root in the network of the instance
    ///     { "name": "api", "image": "api:1", "user": "root" }
    ///     //                                         ^^^^^^ warning: container `api` runs as root in the network of the instance
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "networkMode": "host",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "user": "1000" },
    ///     { "name": "log", "image": "log:1", "privileged": true },
    ///     { "name": "job", "image": "job:1", "user": "${USER}" }
    ///   ]
    /// }
    /// ```
    "root-user-in-host-network" {
        summary: "root in the network of the instance",
        category: Category::Security,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["ECS.1", "ecs_task_definitions_host_networking_mode_users", "ecs-task-definition-user-for-host-mode-check", "CT.ECS.PR.8", "ECS_TASK_DEFINITION_USER_FOR_HOST_MODE_CHECK"],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Some(mode) = host_network(cx) else { return };
    let object = cx.container.object;
    let (place, verb) = match object.name("user") {
        Field::Absent { .. } => (object.anchor(), "may run"),
        Field::Known { value, node, .. } if is_root(&value) => (node.range(), "runs"),
        _ => return,
    };
    sink.report(place, format!("{} {verb} as root in the network of the instance", cx.container.called()))
        .label(mode.range(), "the network mode");
}
