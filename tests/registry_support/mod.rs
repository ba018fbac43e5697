//! Real registries on this machine for tests: Debian's `docker-registry`, images for it, a token server, and a server that
//! misbehaves.
//!
//! Invariant: everything listens on 127.0.0.1 alone, on a port of its own, and ends with the value that started it; a
//! component that is missing fails the test with the way out. Only the standard library and the crates `sha2`,
//! `serde_json`, `base64` and `tempfile` are used, so that any test crate can include this folder by its path.

#![allow(dead_code, unreachable_pub, reason = "each test crate that includes this folder uses a part of it")]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::unwrap_used, reason = "tests start processes")]

pub mod certificates;
pub mod image;
pub mod proxy;
pub mod registry;
pub mod server;
pub mod token;

use std::process::{Command, Output, Stdio};

/// What `cargo xtask test` installs; for messages.
const WAY_OUT: &str = "`cargo xtask test` installs what is missing";

/// Runs a program to its end; it must succeed.
pub fn run(command: &mut Command) -> Output {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("`{program}` did not start ({error}); {WAY_OUT}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "`{program}` failed: {said}");
    output
}

/// A port that nobody listens on at this moment.
pub fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
