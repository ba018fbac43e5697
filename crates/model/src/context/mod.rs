//! What Docker does with the files of a build context: which names a pattern means and which files are held back.
//!
//! Invariant: paths are relative to the context, with `/` between folders, without `.` and `..`.

mod glob;
mod ignore;

pub use glob::Glob;
pub use ignore::{DockerIgnore, IgnorePattern};
