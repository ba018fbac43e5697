//! `oversubscribed-task-memory`: containers that may take more memory than their task has.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::{Field, task_memory};

rule! {
    /// The hard limits of the containers together are above the memory of the task.
    ///
    /// ECS accepts it. When the containers use what they may, the task as a whole runs out of memory and is killed.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "memory": "512",
    /// //          ^^^^^ warning: the containers may take 768 MiB, but the task has 512 MiB
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512 },
    ///     { "name": "log", "image": "log:1", "memory": 256 }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "memory": "1024",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512 },
    ///     { "name": "log", "image": "log:1", "memory": 256 }
    ///   ]
    /// }
    /// ```
    "oversubscribed-task-memory" {
        summary: "containers that may take more memory than their task has",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let Some((task, place)) = task_memory(cx.task) else { return };
    let known = |key: &'static str| {
        cx.task.containers.iter().filter_map(move |container| match container.object.integer(key) {
            Field::Known { value, node, .. } => Some((container, value.max(0), node.range())),
            _ => None,
        })
    };
    let sum: i64 = known("memory").fold(0, |sum, (_, value, _)| sum.saturating_add(value));
    let reserved: i64 = known("memoryReservation").fold(0, |sum, (_, value, _)| sum.saturating_add(value));
    // What ECS refuses is said by other rules.
    if sum <= task || reserved > task || known("memory").any(|(_, value, _)| value > task) {
        return;
    }
    let finding = sink.report(place, format!("the containers may take {sum} MiB, but the task has {task} MiB"));
    for (container, value, range) in known("memory") {
        finding.label(range, format!("{} may take {value} MiB", container.called()));
    }
    finding.note("when they do, the task as a whole is killed: \"OutOfMemoryError\", exit code 137");
}
