//! CPU and memory of a task, in the spellings that ECS takes.
//!
//! Source: ECS developer guide, "Task size", 2026-11. CPU in units (1024 are one vCPU), memory in MiB.

use super::field::Field;
use super::task::TaskDefinition;
use plimsoll_text::TextRange;

/// The task's memory in MiB, with the place of its value; `None` when it is absent or not known.
#[must_use]
pub fn task_memory(task: &TaskDefinition<'_>) -> Option<(i64, TextRange)> {
    match task.object?.string("memory") {
        Field::Known { value, node, .. } => Some((memory_mib(&value)?, node.range())),
        _ => None,
    }
}

/// The task's CPU in units, with the place of its value; `None` when it is absent or not known.
#[must_use]
pub fn task_cpu(task: &TaskDefinition<'_>) -> Option<(i64, TextRange)> {
    match task.object?.string("cpu") {
        Field::Known { value, node, .. } => Some((cpu_units(&value)?, node.range())),
        _ => None,
    }
}

/// `512`, `1GB`, `0.5 gb` in MiB; `None` for anything else.
#[must_use]
pub fn memory_mib(text: &str) -> Option<i64> {
    with_unit(text, "gb")
}

/// `256`, `.25 vCPU`, `1vcpu` in units; `None` for anything else.
#[must_use]
pub fn cpu_units(text: &str) -> Option<i64> {
    with_unit(text, "vcpu")
}

/// A whole number, or a number of `unit`s of 1024.
fn with_unit(text: &str, unit: &str) -> Option<i64> {
    let lower = text.trim().to_ascii_lowercase();
    let Some(number) = lower.strip_suffix(unit) else { return lower.parse().ok() };
    let number = number.trim_end();
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || whole.is_empty() && fraction.is_empty() || fraction.len() > 6 {
        return None;
    }
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let scale = 10_i64.pow(u32::try_from(fraction.len()).ok()?);
    let part: i64 = if fraction.is_empty() { 0 } else { fraction.parse().ok()? };
    whole.checked_mul(1024)?.checked_add(part * 1024 / scale)
}

#[cfg(test)]
mod tests {
    use super::{cpu_units, memory_mib};

    #[test]
    fn all_spellings() {
        assert_eq!(
            ["256", ".25 vCPU", "0.5vcpu", "1 vCPU", "16 vCPU"].map(cpu_units),
            [256, 256, 512, 1024, 16384].map(Some)
        );
        assert_eq!(["512", "1GB", "0.5 GB", "2 gb"].map(memory_mib), [512, 1024, 512, 2048].map(Some));
        assert_eq!(
            ["", "x", "one", "-1 GB", "512m", "1 GB GB"].map(memory_mib),
            [None, None, None, None, None, None].map(|it: Option<i64>| it)
        );
    }
}
