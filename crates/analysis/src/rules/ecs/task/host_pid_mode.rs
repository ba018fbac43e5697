//! `host-pid-mode`: task in the process namespace of its host.

use crate::rule::rule;
use crate::rules::ecs::as_control::{as_control, is_as_control};
use crate::rules::ecs::edits::delete;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::Field;

rule! {
    /// The containers see all processes of their instance, may stop them and read their environment.
    ///
    /// `task`, or no `pidMode` at all, keeps them apart.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "pidMode": "host",
    /// //           ^^^^^^ warning: the task shares the process namespace of its host
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512 }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
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
    ///   "pidMode": "task",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512 }
    ///   ]
    /// }
    /// ```
    "host-pid-mode" {
        summary: "task in the process namespace of its host",
        category: Category::Security,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[
            "ECS.3",
            "CKV_AWS_335",
            "ecs_task_definitions_host_namespace_not_shared",
            "ecs-task-definition-pid-mode-check",
            "CT.ECS.PR.10",
        ],
        options: &[as_control("As control ECS.3 has it: it counts on Fargate and Windows, too.")],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let launch = cx.task.launch();
    // Fargate and Windows have no such thing; that is other rules' to say.
    let is_judged = !launch.fargate && !launch.windows || is_as_control(cx.settings, &RULE);
    let Some(task) = cx.task.object.filter(|_| is_judged) else { return };
    let Field::Known { value, node, .. } = task.string("pidMode") else { return };
    if value == "host" {
        sink.report(node.range(), "the task shares the process namespace of its host")
            .note("its containers see the processes of the instance, may stop them and read their environment")
            .fix(delete(node).map(|edits| Fix::r#unsafe("delete `pidMode`", edits)));
    }
}
