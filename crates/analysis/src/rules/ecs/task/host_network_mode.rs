//! `host-network-mode`: task on the network of its host.

use crate::rule::rule;
use crate::rules::ecs::as_control::{as_control, is_as_control};
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::Field;

rule! {
    /// The containers share the network interfaces of their instance.
    ///
    /// They may listen on all its ports and reach its metadata service, and with it the rights of the instance.
    /// `awsvpc` gives each task an address of its own.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "networkMode": "host",
    /// //               ^^^^^^ warning: the task shares the network of its host
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512 }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "networkMode": "awsvpc",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512 }
    ///   ]
    /// }
    /// ```
    "host-network-mode" {
        summary: "task on the network of its host",
        category: Category::Security,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["ECS.17", "ecs-task-definition-network-mode-not-host"],
        options: &[as_control("As control ECS.17 has it: it counts on Fargate and Windows, too.")],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let launch = cx.task.launch();
    // Fargate and Windows have no such mode; that is other rules' to say.
    let is_judged = !launch.fargate && !launch.windows || is_as_control(cx.settings, &RULE);
    let Some(task) = cx.task.object.filter(|_| is_judged) else { return };
    let Field::Known { value, node, .. } = task.string("networkMode") else { return };
    if value == "host" {
        sink.report(node.range(), "the task shares the network of its host")
            .note("its containers reach the metadata service of the instance, and with it the instance's role");
    }
}
