//! Digests from OCI registries, versions from package indexes, and what addresses give.
//!
//! Invariant: this is the one crate that opens connections; it knows no file format and no terminal, and what it hands out
//! holds no secret.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "connections, credentials and the cache are this crate's purpose"
)]

mod auth;
mod cache;
mod digest;
mod error;
mod images;
mod json;
pub mod packages;
mod time;
mod transport;
mod web;

pub use cache::{Cache, CacheMode};
pub use digest::is_digest;
pub use error::Error;
pub use images::{Client, Description, Options, Outcome, Reference, Resolved};
pub use transport::Proxies;
pub use web::Web;
