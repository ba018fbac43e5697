//! What a task definition means.
//!
//! Invariant: nothing here guesses. A placeholder or a value of the wrong type is [`Field::Unknown`].

mod arn;
mod container;
mod field;
mod image;
mod launch;
mod mention;
mod path;
mod secret;
mod sidecar;
mod size;
mod survey;
mod task;

pub use arn::{Arn, is_s3_object};
pub use container::{Container, Variable};
pub use field::{Field, List, Object};
pub use image::Image;
pub use launch::{Launch, NetworkMode};
pub use mention::{Mention, accounts, partitions, regions};
pub use secret::{SecretReference, container_secrets, secret_references};
pub use sidecar::is_sidecar;
pub use size::{cpu_units, memory_mib, task_cpu, task_memory};
pub use survey::{Missing, Stray, Survey, Value, is_task};
pub use task::{Shape, TaskDefinition};
