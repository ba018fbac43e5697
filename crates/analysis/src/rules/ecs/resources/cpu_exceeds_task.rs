//! `cpu-exceeds-task`: containers with more CPU than their task.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::{Field, task_cpu};

rule! {
    /// The CPU units of the containers together cannot be above those of the task.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "cpu": "256",
    /// //       ^^^^^ error: the containers ask for 384 CPU units, but the task has 256
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "cpu": 256 },
    ///     { "name": "log", "image": "log:1", "cpu": 128 }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "cpu": "0.5 vCPU",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "cpu": 256 },
    ///     { "name": "log", "image": "log:1", "cpu": 256 },
    ///     { "name": "api", "image": "api:1", "cpu": "${CPU}" }
    ///   ]
    /// }
    /// ```
    "cpu-exceeds-task" {
        summary: "containers with more CPU than their task",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["pf-ecs-fargate-container-cpu-over-task"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let launch = cx.task.launch();
    let Some((task, place)) = task_cpu(cx.task).filter(|_| launch.fargate || !launch.windows) else { return };
    let mut sum: i64 = 0;
    let mut parts = Vec::new();
    for container in &cx.task.containers {
        // One that is not known adds something: what is known is a lower bound.
        if let Field::Known { value, node, .. } = container.object.integer("cpu")
            && value > 0
        {
            sum = sum.saturating_add(value);
            parts.push((node.range(), format!("{} asks for {value}", container.called())));
        }
    }
    if sum <= task {
        return;
    }
    let finding = sink.report(place, format!("the containers ask for {sum} CPU units, but the task has {task}"));
    for (range, text) in parts {
        finding.label(range, text);
    }
    finding.note(
        "ECS answers \"The sum of all container 'cpu' values cannot be greater than the task-level 'cpu' value\"",
    );
}
