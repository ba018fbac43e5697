//! The task sizes that Fargate offers.
//!
//! Invariant: CPU is in units (1024 are one vCPU), memory in MiB.

use super::reader::{rows, words};
use std::sync::LazyLock;

pub(super) const TEXT: &str = include_str!("../../data/fargate-sizes.tsv");

/// The memory that Fargate offers with one amount of CPU.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Size {
    /// CPU in units.
    pub cpu: i64,
    /// Every amount of memory in MiB, ascending.
    pub memory: Vec<i64>,
    /// Whether Windows tasks may have it; Linux tasks may have every size.
    pub windows: bool,
}

impl Size {
    /// What is offered, for messages: `512, 1024, 2048` or `4096 to 16384 in steps of 1024`.
    #[must_use]
    pub fn memory_text(&self) -> String {
        match &self.memory[..] {
            [first, second, .., last] if self.memory.len() > 3 => {
                format!("{first} to {last} MiB in steps of {}", second - first)
            }
            few => {
                let few: Vec<String> = few.iter().map(i64::to_string).collect();
                format!("{} MiB", few.join(", "))
            }
        }
    }
}

/// All sizes, ascending by CPU.
#[must_use]
pub fn sizes() -> &'static [Size] {
    &SIZES
}

/// The size with this CPU; `None` when Fargate has no such CPU, for Windows if `windows`.
#[must_use]
pub fn size(cpu: i64, windows: bool) -> Option<&'static Size> {
    SIZES.iter().find(|size| size.cpu == cpu && (size.windows || !windows))
}

/// Whether Fargate offers any size with this memory.
#[must_use]
pub fn has_memory(memory: i64, windows: bool) -> bool {
    SIZES.iter().any(|size| (size.windows || !windows) && size.memory.contains(&memory))
}

/// The smallest size with at least `cpu` and `memory`; `None` when Fargate has nothing that large.
#[must_use]
pub fn smallest(cpu: i64, memory: i64, windows: bool) -> Option<(i64, i64)> {
    let fitting = SIZES.iter().filter(|size| size.cpu >= cpu && (size.windows || !windows));
    fitting.filter_map(|size| Some((size.cpu, *size.memory.iter().find(|it| **it >= memory)?))).next()
}

static SIZES: LazyLock<Vec<Size>> = LazyLock::new(|| {
    let row = |[cpu, memory, systems]: [&'static str; 3]| {
        let memory = words(memory).flat_map(amounts).collect();
        Some(Size { cpu: cpu.parse().ok()?, memory, windows: words(systems).any(|system| system == "windows") })
    };
    rows(TEXT).filter_map(row).collect()
});

/// `512`, or `1024-4096/1024`.
fn amounts(text: &str) -> Vec<i64> {
    let range = || {
        let (from, rest) = text.split_once('-')?;
        let (to, step) = rest.split_once('/')?;
        Some((from.parse::<i64>().ok()?, to.parse::<i64>().ok()?, step.parse::<usize>().ok()?))
    };
    match range() {
        Some((from, to, step)) => (from..=to).step_by(step.max(1)).collect(),
        None => text.parse().into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{has_memory, size, sizes, smallest};

    #[test]
    fn pairs_of_the_guide() {
        let offers = |cpu, memory, windows| size(cpu, windows).is_some_and(|it| it.memory.contains(&memory));
        assert!(offers(256, 512, false) && offers(4096, 30720, false) && offers(32768, 122_880, false));
        assert!(offers(1024, 2048, true) && !offers(512, 1024, true) && !offers(8192, 16384, true));
        assert!(!offers(256, 4096, false) && !offers(300, 512, false) && !offers(8192, 17408, false));
        assert!(has_memory(249_856, false) && !has_memory(1000, false));
        assert_eq!(sizes().len(), 8);
    }

    #[test]
    fn the_smallest_that_holds_both() {
        assert_eq!(smallest(256, 600, false), Some((256, 1024)));
        assert_eq!(smallest(256, 4096, false), Some((512, 4096)));
        assert_eq!(smallest(0, 1, true), Some((1024, 2048)));
        assert_eq!(smallest(0, 999_999, false), None);
    }

    #[test]
    fn words_for_people() {
        assert_eq!(size(256, false).unwrap().memory_text(), "512, 1024, 2048 MiB");
        assert_eq!(size(2048, false).unwrap().memory_text(), "4096 to 16384 MiB in steps of 1024");
    }
}
