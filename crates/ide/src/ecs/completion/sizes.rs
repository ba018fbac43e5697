//! CPU and memory of a task, as far as Fargate offers them together.

use super::Asked;
use super::values::Value;
use crate::CompletionKind;
use crate::ecs::words;
use plimsoll_model::ecs::{Field, cpu_units, memory_mib};
use plimsoll_model::tables::fargate::{self, Size};

/// Memory sizes that are offered as long as no CPU is chosen.
const USUAL: i64 = 30_720;

pub(super) fn cpu(asked: &Asked<'_, '_>) -> Vec<Value> {
    let Some(windows) = is_fargate(asked) else { return Vec::new() };
    let memory = beside(asked, "memory").and_then(memory_mib);
    let all: Vec<&Size> = fargate::sizes().iter().filter(|size| size.windows || !windows).collect();
    let fitting: Vec<&Size> =
        all.iter().copied().filter(|size| memory.is_some_and(|memory| size.memory.contains(&memory))).collect();
    let offered = if fitting.is_empty() { all } else { fitting };
    let value = |size: &Size| Value {
        detail: Some(words::vcpu(size.cpu)),
        docs: Some(words::offer(size)),
        sort: place(size.cpu),
        ..Value::new(size.cpu.to_string(), CompletionKind::Value)
    };
    offered.into_iter().map(value).collect()
}

pub(super) fn memory(asked: &Asked<'_, '_>) -> Vec<Value> {
    let Some(windows) = is_fargate(asked) else { return Vec::new() };
    let cpu = beside(asked, "cpu").and_then(cpu_units).and_then(|cpu| fargate::size(cpu, windows));
    let mut offered: Vec<i64> = match cpu {
        Some(size) => size.memory.clone(),
        None => {
            let sizes = fargate::sizes().iter().filter(|size| size.windows || !windows);
            sizes.flat_map(|size| size.memory.iter().copied()).filter(|memory| *memory <= USUAL).collect()
        }
    };
    offered.sort_unstable();
    offered.dedup();
    let value = |memory: i64| Value {
        detail: Some(words::gigabytes(memory)),
        docs: cpu.map(words::offer),
        sort: place(memory),
        ..Value::new(memory.to_string(), CompletionKind::Value)
    };
    offered.into_iter().map(value).collect()
}

/// Whether the task may run on Fargate, and then whether it is for Windows; `None` if it names other places only.
fn is_fargate(asked: &Asked<'_, '_>) -> Option<bool> {
    let launch = asked.cx.task.launch();
    let list = asked.cx.task.object.map(|object| object.array("requiresCompatibilities"));
    let elsewhere = matches!(list, Some(Field::Known { .. })) && (launch.ec2 || launch.external);
    (launch.fargate || !elsewhere).then_some(launch.windows)
}

/// The other half of the size.
fn beside<'a>(asked: &'a Asked<'_, '_>, key: &str) -> Option<&'a str> {
    asked.cursor.frames.last()?.scalar(key)
}

/// A place in the list by size, as numbers of different length do not sort as texts.
fn place(number: i64) -> u16 {
    u16::try_from(number / 64).unwrap_or(u16::MAX)
}
