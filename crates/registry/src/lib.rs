//! Digests from OCI registries and versions from package indexes.
//!
//! Invariant: this is the one crate that opens connections; it knows no file format and no terminal, and what it hands out
//! holds no secret.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "connections, credentials and the cache are this crate's purpose"
)]

mod cache;
mod error;
mod time;
mod transport;

pub use cache::{Cache, Mode};
pub use error::Error;
pub use transport::Proxies;
