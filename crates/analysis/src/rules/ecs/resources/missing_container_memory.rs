//! `missing-container-memory`: container without memory in a task without memory.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_json::{Place, insert_member};

rule! {
    /// A container needs `memory` or `memoryReservation`, unless the task has `memory`.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    /// //  ^ error: container `web` has neither `memory` nor `memoryReservation`
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "memory": "512",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" },
    ///     { "name": "log", "image": "log:1", "memoryReservation": 128 }
    ///   ]
    /// }
    /// ```
    "missing-container-memory" {
        summary: "container without memory in a task without memory",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &["pf-ecs-container-memory-required"],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Some(task) = cx.task.object.filter(|task| task.is_complete() && !cx.task.launch().fargate) else { return };
    let object = cx.container.object;
    let is_none = |key: &str| {
        let field = object.integer(key);
        field.is_absent() || field.known() == Some(&0)
    };
    if !object.is_complete() || !task.name("memory").is_absent() || !is_none("memory") || !is_none("memoryReservation")
    {
        return;
    }
    // What registers the file may give the task its memory.
    if cx.workspace.deployers(&cx.file.path).any(|file| file.text.contains("--memory")) {
        return;
    }
    let edits =
        insert_member(object.node, Place::Last, "memory", "512").filter(|_| object.node.get_member("memory").is_none());
    sink.report(object.anchor(), format!("{} has neither `memory` nor `memoryReservation`", cx.container.called()))
        .note("ECS answers \"At least one of 'memory' or 'memoryReservation' must be specified.\"")
        .fix(edits.map(|edits| Fix::manual("add `memory`", edits)));
}
