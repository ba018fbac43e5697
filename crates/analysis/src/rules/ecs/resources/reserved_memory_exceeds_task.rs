//! `reserved-memory-exceeds-task`: containers reserve more memory than their task has.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::{Field, task_memory};

rule! {
    /// What the containers reserve together cannot be above the memory of the task.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "memory": "512",
    /// //          ^^^^^ error: the containers reserve 640 MiB, but the task has 512 MiB
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memoryReservation": 512 },
    ///     { "name": "log", "image": "log:1", "memoryReservation": 128 }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "memory": "512",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memoryReservation": 384 },
    ///     { "name": "log", "image": "log:1", "memoryReservation": 128 },
    ///     { "name": "api", "image": "api:1", "memoryReservation": "${X}" }
    ///   ]
    /// }
    /// ```
    "reserved-memory-exceeds-task" {
        summary: "memory reservations above the memory of the task",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let Some((task, place)) = task_memory(cx.task) else { return };
    let mut sum: i64 = 0;
    let mut parts = Vec::new();
    for container in &cx.task.containers {
        // One that is not known adds something: what is known is a lower bound.
        if let Field::Known { value, node, .. } = container.object.integer("memoryReservation") {
            sum = sum.saturating_add(value.max(0));
            parts.push((node.range(), format!("{} reserves {value} MiB", container.called())));
        }
    }
    if sum <= task {
        return;
    }
    let finding = sink.report(place, format!("the containers reserve {sum} MiB, but the task has {task} MiB"));
    for (range, text) in parts {
        finding.label(range, text);
    }
    finding.note(
        "ECS answers \"The sum of all container 'memoryReservation' values cannot be greater than the value of the \
         task 'memory'.\"",
    );
}
