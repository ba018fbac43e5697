//! `invalid-fargate-size`: a pair of CPU and memory that Fargate does not offer.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::{Field, TaskDefinition, cpu_units, memory_mib};
use plimsoll_model::tables::fargate::{has_memory, size, sizes, smallest};
use plimsoll_text::{Edit, Edits, TextRange, slice};

rule! {
    /// Fargate offers certain pairs of task CPU and memory, and no others.
    ///
    /// The sizes of the task are meant, not those of its containers.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "cpu": "256",
    ///   "memory": "4096",
    /// //          ^^^^^^ error: Fargate has no task of 256 CPU units with 4096 MiB
    ///   "containerDefinitions": []
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "cpu": "512",
    ///   "memory": "4096",
    ///   "containerDefinitions": []
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "cpu": "32 vCPU",
    ///   "memory": "120GB",
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1", "cpu": 10, "memory": 100 }]
    /// }
    /// ```
    "invalid-fargate-size" {
        summary: "pair of CPU and memory that Fargate does not offer",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["E3047", "ECS Task Definition Invalid CPU or Memory", "pf-ecs-fargate-windows-cpu-under-1vcpu"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

const ANSWER: &str = "ECS answers \"No Fargate configuration exists for given values.\"";

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let launch = cx.task.launch();
    if !launch.fargate {
        return;
    }
    let cpu = value(cx.task, "cpu", cpu_units);
    let memory = value(cx.task, "memory", memory_mib);
    let windows = launch.windows;
    match (cpu, memory) {
        (Some((cpu, place)), memory) if size(cpu, windows).is_none() => {
            let offered: Vec<String> =
                sizes().iter().filter(|it| it.windows || !windows).map(|it| it.cpu.to_string()).collect();
            let system = if windows { "Windows task" } else { "task" };
            let finding = sink.report(place, format!("Fargate has no {system} of {cpu} CPU units"));
            finding.note(format!("it has {}", offered.join(", "))).note(ANSWER);
            if let Some((memory, memory_place)) = memory {
                finding.fix(set(cx, (place, memory_place), smallest(cpu, memory, windows)));
            }
        }
        (Some((cpu, cpu_place)), Some((memory, place))) => {
            let Some(size) = size(cpu, windows).filter(|size| !size.memory.contains(&memory)) else { return };
            // What fits the containers may be less than what is asked for.
            let nearest = size.memory.iter().rev().find(|it| **it < memory || **it == size.memory[0]);
            let less = nearest.filter(|it| **it >= needed(cx.task)).map(|memory| (cpu, *memory));
            let more = smallest(cpu, memory, windows);
            sink.report(place, format!("Fargate has no task of {cpu} CPU units with {memory} MiB"))
                .label(cpu_place, format!("{cpu} units come with {}", size.memory_text()))
                .note(ANSWER)
                .fix(set(cx, (cpu_place, place), more))
                .fix(set(cx, (cpu_place, place), less.filter(|less| Some(*less) != more)));
        }
        (None, Some((memory, place))) if !has_memory(memory, windows) => {
            sink.report(place, format!("Fargate has no task with {memory} MiB")).note(ANSWER);
        }
        _ => {}
    }
}

/// The memory that the containers need in MiB, as far as it is known.
fn needed(task: &TaskDefinition<'_>) -> i64 {
    let known =
        |key: &'static str| task.containers.iter().filter_map(move |it| it.object.integer(key).known().copied());
    known("memory").max().unwrap_or(0).max(known("memoryReservation").fold(0, i64::saturating_add))
}

/// A known size and the place of its value.
fn value(task: &TaskDefinition<'_>, key: &str, read: impl Fn(&str) -> Option<i64>) -> Option<(i64, TextRange)> {
    match task.object?.string(key) {
        Field::Known { value, node, .. } => Some((read(&value)?, node.range())),
        _ => None,
    }
}

/// Sets both to the nearest larger pair, as strings; what is right already stays as it is written.
fn set(cx: &TaskCx<'_>, places: (TextRange, TextRange), pair: Option<(i64, i64)>) -> Option<Fix> {
    let (cpu, memory) = pair?;
    let written = |place| slice(cx.source(), place).trim_matches('"').to_owned();
    let mut edits = Vec::new();
    if cpu_units(&written(places.0)) != Some(cpu) {
        edits.push(Edit::replace(places.0, format!("\"{cpu}\"")));
    }
    if memory_mib(&written(places.1)) != Some(memory) {
        edits.push(Edit::replace(places.1, format!("\"{memory}\"")));
    }
    Some(Fix::r#unsafe(format!("take {cpu} CPU units and {memory} MiB"), Edits::new(edits).ok()?))
}
