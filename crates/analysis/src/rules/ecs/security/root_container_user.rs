//! `root-container-user`: a container that is told to run as root.

use super::user::{host_network, is_root};
use crate::rule::rule;
use crate::rules::ecs::as_control::{as_control, is_as_control};
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Field;
use plimsoll_text::Edit;

rule! {
    /// The container is told to run as root, whatever its image says.
    ///
    /// Whoever breaks into the process owns the container. Leave `user` to the image, if that names one without
    /// rights, or give a number here.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "user": "0:0" }
    ///   //                                           ^^^^^ warning: container `web` runs as root
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "user": "1000:1000" }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "user": "1000" },
    ///     { "name": "log", "image": "log:1", "user": "${USER}" },
    ///     { "name": "api", "image": "api:1" }
    ///   ]
    /// }
    /// ```
    "root-container-user" {
        summary: "container that is told to run as root",
        category: Category::Security,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["ECS.20", "ecs-task-definition-nonroot-user", "ecs-task-definition-linux-user-non-root", "CT.ECS.PR.3"],
        options: &[as_control("As control ECS.20 has it: it counts in the network of the host, too.")],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Field::Known { value: user, node, .. } = cx.container.object.string("user") else { return };
    // In the network of the host another rule says more about it.
    let is_judged = is_as_control(cx.settings, &RULE) || host_network(cx).is_none();
    if is_root(&user) && !cx.task.launch().windows && is_judged {
        sink.report(node.range(), format!("{} runs as root", cx.container.called()))
            .note("whoever breaks into the process owns the container")
            .fix(Fix::r#unsafe("run as user and group 1000", Edit::replace(node.range(), "\"1000:1000\"")));
    }
}
