//! What a task definition means.
//!
//! Invariant: nothing here guesses. A placeholder or a value of the wrong type is [`Field::Unknown`].

mod field;
mod task;

pub use field::{Field, List, Object};
pub use task::{Container, Shape, TaskDefinition};
