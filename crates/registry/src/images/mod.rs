//! Images in registries: what their tags name, which tag names a digest, when they were built, what they say of themselves.
//!
//! Invariant: what is handed out was checked: digests are well formed, and where bytes were read, they are the bytes' own.

mod all;
mod client;
mod created;
mod described;
mod endpoint;
mod manifest;
mod options;
mod reference;
mod tags;

pub use all::Outcome;
pub use client::{Client, Resolved};
pub use described::Description;
pub use options::Options;
pub use reference::Reference;
