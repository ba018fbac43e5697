//! `container-memory-exceeds-task`: a container that may take more memory than its task has.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::{Field, task_memory};
use plimsoll_text::Edit;

rule! {
    /// A container's hard limit cannot be above the memory of the task.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 1024 }
    ///   //                                             ^^^^ error: container `web` may take 1024 MiB, but the task has 512 MiB
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512 }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "memory": "1 GB",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 1024 },
    ///     { "name": "log", "image": "log:1", "memory": "${MEMORY}" }
    ///   ]
    /// }
    /// ```
    "container-memory-exceeds-task" {
        summary: "container memory above the memory of the task",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["pf-ecs-container-memory-over-task"],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Field::Known { value: memory, node, .. } = cx.container.object.integer("memory") else { return };
    let Some((task, place)) = task_memory(cx.task) else { return };
    if memory <= task {
        return;
    }
    let name = cx.container.name().unwrap_or_default();
    // Beside other containers with a limit, all of the task's memory would be too much.
    let is_alone = cx.task.containers.iter().filter(|it| !it.object.integer("memory").is_absent()).count() == 1;
    let fix =
        is_alone.then(|| Fix::r#unsafe(format!("lower it to {task}"), Edit::replace(node.range(), task.to_string())));
    sink.report(node.range(), format!("{} may take {memory} MiB, but the task has {task} MiB", cx.container.called()))
        .label(place, "the task's memory")
        .note(format!("ECS answers \"The 'memory' setting for container '{name}' is greater than for the task.\""))
        .fix(fix);
}
