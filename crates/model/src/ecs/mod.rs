//! What a task definition means.
//!
//! Invariant: nothing here guesses. A placeholder or a value of the wrong type is [`Field::Unknown`].

mod field;
mod launch;
mod size;
mod task;

pub use field::{Field, List, Object};
pub use launch::{Launch, NetworkMode};
pub use size::{cpu_units, memory_mib, task_cpu, task_memory};
pub use task::{Container, Shape, TaskDefinition};
