//! `missing-log-configuration`: a container whose output goes nowhere.

use super::awslogs_block::awslogs_block;
use crate::rule::rule;
use crate::rules::ecs::as_control::{as_control, is_as_control};
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_json::{Place, insert_member};
use plimsoll_model::ecs::Field;

rule! {
    /// Without a log configuration the container's output is lost with the task.
    ///
    /// On Fargate nothing of it can be seen at all. Send it to CloudWatch Logs with `awslogs`, or to a log router.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    ///   //^ warning: container `web` has no `logConfiguration`
    ///   ]
    /// }
    /// ```
    ///
    /// A log router's own output may stay where it is:
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "logConfiguration": { "logDriver": "awsfirelens" } },
    ///     { "name": "log", "image": "log:1", "firelensConfiguration": { "type": "fluentbit" } },
    ///     { "name": "api", "image": "api:1", "logConfiguration": "${LOGS}" }
    ///   ]
    /// }
    /// ```
    "missing-log-configuration" {
        summary: "container whose output goes nowhere",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &["ECS.9", "ecs_task_definitions_logging_enabled", "ecs-task-definition-log-configuration", "CT.ECS.PR.5", "AwsSolutions-ECS7"],
        options: &[as_control("As control ECS.9 has it: a log router counts, too.")],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let object = cx.container.object;
    let is_router = !object.object("firelensConfiguration").is_absent();
    if !object.is_complete() || is_router && !is_as_control(cx.settings, &RULE) {
        return;
    }
    if cx.workspace.renders_logging(&cx.file.path, cx.container.name().as_deref()) {
        return;
    }
    let mut fix = None;
    let (place, message) = match object.object("logConfiguration") {
        Field::Absent { .. } => {
            let edits = insert_member(object.node, Place::Last, "logConfiguration", &awslogs_block(cx));
            fix = edits.map(|edits| Fix::manual("send it to CloudWatch Logs", edits));
            (object.anchor(), "has no `logConfiguration`")
        }
        Field::Known { value: log, .. } if log.is_complete() && log.name("logDriver").is_absent() => {
            (log.anchor(), "has a `logConfiguration` without `logDriver`")
        }
        _ => return,
    };
    sink.report(place, format!("{} {message}", cx.container.called()))
        .note("its output is lost with the task; on Fargate nothing of it can be seen at all")
        .fix(fix);
}
