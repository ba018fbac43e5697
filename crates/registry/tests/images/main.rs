//! Images against real registries, and against a server that misbehaves.
//!
//! Invariant: nothing but this machine is asked, and nothing of the user's own configuration is read.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "tests start processes, read files, and end where something is missing"
)]

#[path = "../../../../tests/registry_support/mod.rs"]
mod support;

mod cached;
mod credentials;
mod encrypted;
mod hub;
mod misbehaviour;
mod open;
mod redirects;
mod tags;
mod terminator;

use plimsoll_registry::{Cache, Client, Options, Proxies, Reference, Resolved};
use std::time::Duration;

/// Options that read nothing of this machine, keep nothing and give up soon.
fn options() -> Options {
    let nowhere = std::path::PathBuf::from("/nonexistent/plimsoll");
    Options {
        cache: Cache::none(),
        docker_config: Some(nowhere.clone()),
        certificates: Some(nowhere),
        proxies: Proxies::default(),
        timeout: Duration::from_secs(10),
        ..Options::default()
    }
}

fn client() -> Client {
    Client::new(options()).unwrap()
}

fn reference(text: &str) -> Reference {
    text.parse().unwrap()
}

/// What an image resolves to.
fn resolve(client: &Client, image: &str) -> Resolved {
    client.resolve(&reference(image)).unwrap_or_else(|error| panic!("{image}: {error}"))
}

/// The message for an image that does not resolve.
fn problem(client: &Client, image: &str) -> String {
    match client.resolve(&reference(image)) {
        Ok(resolved) => panic!("{image} resolved to {resolved:?}"),
        Err(error) => error.to_string(),
    }
}
