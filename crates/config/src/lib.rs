//! `plimsoll.toml` and `.hadolint.yaml` to [`Settings`](plimsoll_analysis::Settings).
//!
//! Invariant: a broken configuration never stops the linting. What can be understood counts; everything that
//! cannot is an error with its place, and with the name that was probably meant.
//!
//! Reading a text ([`Config::from_toml`], [`Config::from_hadolint`]) is pure; only [`Loader`] touches the disk.

mod config;
mod error;
mod glob;
mod hadolint;
mod layer;
mod loader;
mod schema;
mod toml_file;

pub use config::{BaselineFile, BuildSettings, Config, FailOn, ListedFiles, Output, Pair};
pub use error::ConfigError;
pub use hadolint::Hadolint;
pub use layer::Layer;
pub use loader::{Found, Loader};
pub use schema::schema;
