//! `invalid-task-size`: CPU or memory of the task in a form that ECS does not read.

use crate::rule::rule;
use crate::rules::ecs::edits::set;
use crate::rules::ecs::names;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::{Node, quote};
use plimsoll_model::ecs::{Field, cpu_units, memory_mib};
use plimsoll_model::tables::limits;

rule! {
    /// `cpu` and `memory` of the task are numbers, or numbers with the units `vCPU` and `GB`.
    ///
    /// A plain `cpu` counts in units of 1/1024 of a processor, a plain `memory` in MiB.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "cpu": "1 vcpus",
    /// //       ^^^^^^^^^ error: ECS does not read `1 vcpus` as `cpu`
    ///   "memory": "2G",
    /// //          ^^^^ error: ECS does not read `2G` as `memory`
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "cpu": "1024",
    ///   "memory": "2048",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    ///   ]
    /// }
    /// ```
    ///
    /// Outside of Fargate a task has 128 units to 192 vCPU; the sizes of Fargate are another rule's.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "cpu": "64",
    /// //       ^^^^ error: a task cannot have 64 CPU units
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 128 }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "cpu": "0.5 vCPU",
    ///   "memory": "#{MEMORY_1}#",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    ///   ]
    /// }
    /// ```
    "invalid-task-size" {
        summary: "CPU or memory of the task in a form that ECS does not read",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let Some(task) = cx.task.object else { return };
    let launch = cx.task.launch();
    if let Field::Known { value, node, .. } = task.name("cpu") {
        match cpu_units(&value).filter(|units| *units >= 0) {
            None => unreadable(node, "cpu", &value, sink),
            Some(units) => {
                let range = limits::TASK_CPU_UNITS;
                // Windows on EC2 ignores it.
                let is_judged = (launch.ec2 || launch.external) && !launch.fargate && !launch.windows;
                if is_judged && !range.contains(&units) {
                    sink.report(node.range(), format!("a task cannot have {units} CPU units")).note(format!(
                        "between {} and {} are possible",
                        range.start(),
                        range.end()
                    ));
                }
            }
        }
    }
    if let Field::Known { value, node, .. } = task.name("memory")
        && memory_mib(&value).is_none_or(|memory| memory < 0)
    {
        unreadable(node, "memory", &value, sink);
    }
}

fn unreadable(node: Node<'_>, field: &str, text: &str, sink: &mut Sink) {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) || names::may_be_replaced(text) {
        return;
    }
    let fix = meant(field, text)
        .and_then(|number| Some(Fix::r#unsafe(format!("write `{number}`"), set(node, quote(&number.to_string()))?)));
    sink.report(node.range(), format!("ECS does not read `{text}` as `{field}`"))
        .note(format!("ECS answers \"Invalid '{field}' setting for task\""))
        .fix(fix);
}

/// The number that other spellings of the units mean.
fn meant(field: &str, text: &str) -> Option<i64> {
    let text = text.trim().to_ascii_lowercase();
    let number = text.trim_end_matches(|it: char| it.is_ascii_alphabetic());
    let unit = &text[number.len()..];
    let number = number.trim_end();
    match (field, unit) {
        ("cpu", "vcpus" | "cpu" | "cpus" | "core" | "cores") => cpu_units(&format!("{number}vcpu")),
        ("memory", "g" | "gi" | "gib") => memory_mib(&format!("{number}gb")),
        ("memory", "m" | "mb" | "mi" | "mib") => memory_mib(number),
        _ => None,
    }
}
