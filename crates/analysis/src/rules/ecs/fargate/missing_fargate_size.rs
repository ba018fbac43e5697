//! `missing-fargate-size`: a Fargate task without CPU or memory.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::{Place, insert_member};
use plimsoll_model::ecs::{Object, task_cpu, task_memory};
use plimsoll_model::tables::fargate::smallest;

rule! {
    /// Fargate wants `cpu` and `memory` of the task itself.
    ///
    /// ```json,bad
    /// { "family": "web", "requiresCompatibilities": ["FARGATE"], "memory": "4096", "containerDefinitions": [] }
    /// ^ error: the Fargate task has no `cpu`
    /// ```
    ///
    /// ```json,fixed
    /// { "family": "web", "requiresCompatibilities": ["FARGATE"], "cpu": "512", "memory": "4096", "containerDefinitions": [] }
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
        fix: FixAvailability::Unsafe,
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
        .note(format!("ECS answers \"Fargate requires that '{first}' be defined at the task level.\""))
        .fix(fix(cx, task, first));
}

/// Inserts the one that lacks (`cpu` first, if both do): the smallest that goes with the other and holds what the
/// containers ask for.
fn fix(cx: &TaskCx<'_>, task: Object<'_>, missing: &str) -> Option<Fix> {
    let sum = |key: &str| -> Option<i64> {
        let values = cx.task.containers.iter().map(|it| it.object.integer(key));
        values.map(|field| if field.is_absent() { Some(0) } else { field.known().copied() }).sum()
    };
    let cpu = if missing == "cpu" { sum("cpu")? } else { task_cpu(cx.task)?.0 };
    let memory = match task_memory(cx.task) {
        Some((memory, _)) => memory,
        None => sum("memory")?.max(sum("memoryReservation")?),
    };
    let (cpu, memory) = smallest(cpu, memory, cx.task.launch().windows).filter(|pair| {
        // The one that stands there already must fit as it is.
        (missing == "cpu" || pair.0 == cpu) && task_memory(cx.task).is_none_or(|(memory, _)| pair.1 == memory)
    })?;
    let value = if missing == "cpu" { cpu } else { memory };
    let member = task.node.get_member("requiresCompatibilities")?;
    let edits = insert_member(task.node, Place::After(member), missing, &format!("\"{value}\""))?;
    Some(Fix::r#unsafe(format!("insert `{missing}` with {value}"), edits))
}
