//! `privileged-container`: a container with all rights of its host.

use crate::rule::rule;
use crate::rules::ecs::as_control::{as_control, is_as_control};
use crate::rules::ecs::edits::delete;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::{Field, NetworkMode};

rule! {
    /// A privileged container has root's rights on the instance that it runs on.
    ///
    /// Whoever breaks into it owns the instance, and with it every other task there and the instance's role. Add the
    /// one capability or device that the application needs instead.
    ///
    /// ```json,bad
    /// {
    ///   "family": "agent",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "agent", "image": "agent:1", "privileged": true, "memory": 128 }
    ///   //                                                     ^^^^ warning: container `agent` is privileged
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "agent",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "agent", "image": "agent:1", "memory": 128 }
    ///   ]
    /// }
    /// ```
    ///
    /// Fargate refuses such a task definition; that is another rule's to say.
    ///
    /// ```json,good
    /// {
    ///   "family": "agent",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [{ "name": "agent", "image": "agent:1", "privileged": false }]
    /// }
    /// ```
    "privileged-container" {
        summary: "container with all rights of its host",
        category: Category::Security,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["ECS.4", "CKV_AWS_334", "ecs_task_definitions_no_privileged_containers", "ecs-containers-nonprivileged", "CT.ECS.PR.11"],
        options: &[as_control("As control ECS.4 has it: it counts on Fargate and Windows, too.")],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Field::Known { value: true, node, .. } = cx.container.object.boolean("privileged") else { return };
    let launch = cx.task.launch();
    // There no container can be privileged, and another rule says so.
    if (launch.windows || launch.fargate) && !is_as_control(cx.settings, &RULE) {
        return;
    }
    let title = "delete `privileged`";
    let fix = delete(node).map(|edits| match cx.task.network_mode() {
        // There it needs a user without rights besides.
        NetworkMode::Host => Fix::manual(title, edits),
        _ => Fix::r#unsafe(title, edits),
    });
    sink.report(node.range(), format!("{} is privileged", cx.container.called()))
        .note("whoever breaks into it has root's rights on the instance")
        .fix(fix);
}
