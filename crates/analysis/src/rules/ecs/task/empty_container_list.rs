//! `empty-container-list`: a task without containers.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};

rule! {
    /// A task definition needs at least one container.
    ///
    /// ```json,bad
    /// { "family": "web", "containerDefinitions": [] }
    ///                                         // ^^ error: `containerDefinitions` is empty
    /// ```
    ///
    /// ```json,good
    /// { "family": "web", "containerDefinitions": [{ "name": "web", "image": "web:1" }] }
    /// ```
    "empty-container-list" {
        summary: "task definition without containers",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["pf-ecs-container-definitions-empty"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let Some(task) = cx.task.object else { return };
    let Some(list) = task.array("containerDefinitions").known().copied() else { return };
    if list.is_complete() && list.node.elements().next().is_none() {
        sink.report(list.node.range(), "`containerDefinitions` is empty")
            .note("ECS answers \"Container list cannot be empty.\"");
    }
}
