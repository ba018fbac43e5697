//! What a task definition means.
//!
//! Invariant: nothing here guesses. A placeholder or a value of the wrong type is [`Field::Unknown`].

mod container;
mod field;
mod image;
mod launch;
mod path;
mod sidecar;
mod size;
mod task;

pub use container::Container;
pub use field::{Field, List, Object};
pub use image::Image;
pub use launch::{Launch, NetworkMode};
pub use sidecar::is_sidecar;
pub use size::{cpu_units, memory_mib, task_cpu, task_memory};
pub use task::{Shape, TaskDefinition};
