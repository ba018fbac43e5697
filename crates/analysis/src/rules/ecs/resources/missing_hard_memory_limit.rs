//! `missing-hard-memory-limit`: container without an upper limit of memory.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_json::{Place, insert_member};
use plimsoll_model::ecs::Field;

rule! {
    /// `memoryReservation` alone sets no limit: one leak takes all the memory of the instance, and the other tasks with
    /// it.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memoryReservation": 256 }
    /// //                                     ^^^^^^^^^^^^^^^^^^^ note: container `web` has no upper limit of memory
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512, "memoryReservation": 256 },
    ///     { "name": "log", "image": "log:1", "memory": "${MEMORY}", "memoryReservation": 256 }
    ///   ]
    /// }
    /// ```
    "missing-hard-memory-limit" {
        summary: "container without an upper limit of memory",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Note, Level::Warning, Level::Note),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &["ecs-task-definition-memory-hard-limit", "CT.ECS.PR.7"],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let launch = cx.task.launch();
    let is_judged = (launch.ec2 || launch.external) && !launch.fargate;
    let Some(task) = cx.task.object.filter(|task| is_judged && task.is_complete()) else { return };
    let object = cx.container.object;
    let Field::Known { value, key, node } = object.integer("memoryReservation") else { return };
    let is_none = |field: Field<'_, i64>| field.is_absent() || field.known() == Some(&0);
    if value <= 0 || !object.is_complete() || !task.name("memory").is_absent() || !is_none(object.integer("memory")) {
        return;
    }
    let edits = node.as_member().and_then(|member| {
        insert_member(object.node, Place::After(member), "memory", &value.saturating_mul(2).to_string())
    });
    let edits = edits.filter(|_| object.node.get_member("memory").is_none());
    sink.report(key.range(), format!("{} has no upper limit of memory", cx.container.called()))
        .note("`memoryReservation` is a lower limit only; a leak takes all that the instance has")
        .fix(edits.map(|edits| Fix::manual("add `memory`", edits)));
}
