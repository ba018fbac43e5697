//! `plimsoll pin` and `lint --online` with the real program, against real registries and against servers that
//! misbehave.
//!
//! Invariant: nothing but this machine is asked, and nothing of the user's own configuration is read.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests start processes and read files")]

#[path = "../cli_support/mod.rs"]
mod cli_support;
#[path = "../../registry_support/mod.rs"]
mod support;

mod access;
mod failures;
mod files;
mod many;
mod online;
mod report;
mod requirements;

use cli_support::{Project, Run, finish};
use serde_json::Value;
use std::process::Command;

/// `plimsoll` in a project, with a cache and a Docker configuration of its own and no proxy.
fn command(project: &Project, arguments: &[&str]) -> Command {
    let mut command = project.command();
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    command.env("XDG_CACHE_HOME", project.path(".cache")).env("DOCKER_CONFIG", project.path(".docker"));
    command.env_remove("XDG_RUNTIME_DIR").args(arguments);
    command
}

fn run(project: &Project, arguments: &[&str]) -> Run {
    finish(&mut command(project, arguments), "")
}

/// The rows of `pin --format json` with these arguments.
fn rows(project: &Project, arguments: &[&str]) -> Vec<Value> {
    let run = run(project, &[&["pin", "--format", "json"], arguments].concat());
    let document: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"));
    document["pins"].as_array().expect("a list of pins").clone()
}

/// `path:line:column status name` of each row.
fn told(rows: &[Value]) -> Vec<String> {
    let text = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let line = |row: &Value| {
        format!("{}:{}:{} {} {}", text(row, "path"), row["line"], row["column"], text(row, "status"), text(row, "name"))
    };
    rows.iter().map(line).collect()
}
