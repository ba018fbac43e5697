//! `missing-fargate-size`: a Fargate task without CPU or memory.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};

rule! {
    /// Fargate wants `cpu` and `memory` of the task itself.
    ///
    /// ```json,bad
    /// { "family": "web", "requiresCompatibilities": ["FARGATE"], "memory": "512", "containerDefinitions": [] }
    /// ^ error: the Fargate task has no `cpu`
    /// ```
    ///
    /// ```json,bad
    /// { "family": "web", "requiresCompatibilities": ["EC2", "FARGATE"], "containerDefinitions": [] }
    /// ^ error: the Fargate task has neither `cpu` nor `memory`
    /// ```
    ///
    /// ```json,good
    /// { "family": "web", "requiresCompatibilities": ["EC2"], "containerDefinitions": [] }
    /// ```
    "missing-fargate-size" {
        summary: "Fargate task without CPU or memory",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["E3048", "pf-ecs-fargate-task-cpu-memory"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let Some(task) = cx.task.object.filter(|task| task.is_complete() && cx.task.launch().fargate) else { return };
    let (cpu, memory) = (task.string("cpu").is_absent(), task.string("memory").is_absent());
    let (what, first) = match (cpu, memory) {
        (true, true) => ("has neither `cpu` nor `memory`", "cpu"),
        (true, false) => ("has no `cpu`", "cpu"),
        (false, true) => ("has no `memory`", "memory"),
        (false, false) => return,
    };
    sink.report(task.anchor(), format!("the Fargate task {what}"))
        .note(format!("ECS answers \"Fargate requires that '{first}' be defined at the task level.\""));
}
