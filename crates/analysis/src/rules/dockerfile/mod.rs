//! Rules about Dockerfiles and the files that they use.

mod as_hadolint;
pub(crate) mod base_image;
#[cfg(test)]
mod choices;
pub(crate) mod downloads;
pub(crate) mod ecosystems;
pub(crate) mod entrypoint;
pub(crate) mod files;
pub(crate) mod ignores;
mod lines;
pub(crate) mod packages;
pub(crate) mod secrets;
pub(crate) mod shell;
pub(crate) mod shellcheck;
pub(crate) mod stages;
pub(crate) mod style;
pub(crate) mod syntax;
pub(crate) mod users;
pub(crate) mod variables;
pub(crate) mod windows;

mod apt_cache;
/// The option with which a rule counts as hadolint does.
pub(crate) const AS_HADOLINT: &str = as_hadolint::OPTION.name;

mod list_edits;
mod surroundings;
