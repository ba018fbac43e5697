//! `plimsoll lint --online` with the real program: what rules ask the network, and what comes of the answers.
//!
//! Invariant: nothing but this machine is asked. Names of hosts end at a proxy of the test, with certificates that an
//! authority of the test has signed; registries, Git and checksums are real programs.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "tests start processes and read files"
)]

#[path = "../cli_support/mod.rs"]
mod cli_support;
#[path = "../../registry_support/mod.rs"]
mod support;
#[path = "../../../crates/registry/tests/images/terminator.rs"]
mod terminator;

mod downloads;
mod git;
mod indexes;
mod packages;
mod rpm;
mod tags;
mod unhappy;

use cli_support::{Project, Run, finish};
use std::process::Command;
use support::certificates::Certificates;
use support::proxy::Proxy;
use support::server::{Message, Reply, Server};

/// A network with one server: every name leads there, by TLS.
struct Network {
    server: Server,
    proxy: Proxy,
    certificates: Certificates,
}

impl Network {
    /// A network whose server gives these answers.
    fn of(answer: impl Fn(&Message) -> Reply + Send + Sync + 'static) -> Self {
        let (server, certificates) = (Server::start(answer), Certificates::make());
        let port = terminator::start(&certificates, server.port());
        Self { server, proxy: Proxy::to(port), certificates }
    }

    /// A network whose server gives the files of `all`, and redirects by those that start with `->`.
    fn with(all: &'static [(&'static str, &'static str)]) -> Self {
        Self::of(|request| {
            let found = all.iter().find(|(path, _)| *path == request.path);
            match found.map(|(_, text)| (text.strip_prefix("->"), *text)) {
                Some((Some(target), _)) => Reply::redirect(target),
                Some((None, text)) => Reply::new(200, &[], text),
                None => Reply::new(404, &[], "nothing here"),
            }
        })
    }

    fn run(&self, project: &Project, arguments: &[&str]) -> Run {
        let mut command = command(project, arguments);
        command.env("HTTPS_PROXY", self.proxy.url()).env("SSL_CERT_FILE", self.certificates.authority());
        finish(&mut command, "")
    }

    /// `lint --online --fix --unsafe-fixes` with these rules alone.
    fn fix(&self, project: &Project, rules: &str) -> Run {
        self.run(project, &["lint", "--online", "--fix", "--unsafe-fixes", "--select", rules])
    }
}

/// `plimsoll` in a project, with a cache and a Docker configuration of its own and no proxy.
fn command(project: &Project, arguments: &[&str]) -> Command {
    let mut command = project.command();
    let names = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"];
    for name in names {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    command.env("XDG_CACHE_HOME", project.path(".cache")).env("DOCKER_CONFIG", project.path(".docker"));
    command.env("PIP_CONFIG_FILE", "/dev/null").env_remove("PIP_INDEX_URL").env_remove("PIP_EXTRA_INDEX_URL");
    command.env_remove("XDG_RUNTIME_DIR").args(arguments);
    command
}

/// The SHA-256 of a text, in hexadecimal digits.
fn sha256(text: &str) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
