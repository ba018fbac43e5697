//! Finds, recognises and reads the files of a workspace.
//!
//! Invariant: the outcome depends on the files and on what was asked for, never on the order of a walk or on time.
//! Nothing is written and nothing is started.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "this crate is where files are read")]

mod collect;
mod contexts;
pub mod detect;
mod index;
pub mod paths;
pub mod read;
mod repository;

pub use collect::{Collected, Problem, Selection, Target, collect, collect_while};
