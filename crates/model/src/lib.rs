//! What a file means: build stages, images, packages, task definitions.
//!
//! Invariant: pure functions of the text. What cannot be known from it is a value of its own, never a guess.

pub mod apt_sources;
pub mod builds;
pub mod commands;
pub mod context;
pub mod dockerfile;
pub mod ecs;
pub mod manifests;
pub mod path;
pub mod requirements;
pub mod tables;
pub mod wildcard;
