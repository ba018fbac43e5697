//! `network-mode-not-awsvpc`: task without a network interface of its own.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::Field;

rule! {
    /// With `awsvpc` each task has a network interface, an address and security groups of its own.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "networkMode": "bridge",
    /// //               ^^^^^^^^ note: with `bridge` the tasks of an instance share its address and its security groups
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
    "network-mode-not-awsvpc" {
        summary: "task without a network interface of its own",
        category: Category::Security,
        levels: Levels::ecs(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["ECS Task Definition Network Mode Not Recommended", "CT.ECS.PR.4", "AC_AWS_0088"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let launch = cx.task.launch();
    let Some(task) = cx.task.object.filter(|_| !launch.fargate && !launch.windows) else { return };
    let Field::Known { value, node, .. } = task.string("networkMode") else { return };
    // The console's word for no mode is another rule's to say.
    if !["awsvpc", "host", "none", "default", "<default>"].iter().any(|other| value.eq_ignore_ascii_case(other)) {
        let message = format!("with `{value}` the tasks of an instance share its address and its security groups");
        sink.report(node.range(), message);
    }
}
