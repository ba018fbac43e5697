//! Credential helpers: programs called `docker-credential-NAME`.
//!
//! Invariant: a helper ends within the time limit or is ended; what it prints on success is never shown.
//! Its protocol: <https://github.com/docker/docker-credential-helpers#development>, 2026-11-25.

use docker_credential::DockerCredential;
use serde_json::Value;
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// What the helpers of Docker print when they know no credentials.
const UNKNOWN: &str = "credentials not found in native keychain";

/// What the helper knows for a server; the error says what is wrong with the helper.
///
/// `docker_credential` would wait for the helper without end, so it is started here.
pub(crate) fn ask(name: &str, server: &str, limit: Duration) -> Result<Option<DockerCredential>, String> {
    let program = format!("docker-credential-{name}");
    if name.is_empty() || name.contains(['/', '\\']) {
        return Err(format!("`{name}` is no name of a credential helper"));
    }
    let mut child = Command::new(&program)
        .arg("get")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => format!("`{program}` is configured but not on PATH"),
            _ => format!("`{program}` did not start: {error}"),
        })?;
    let end = Instant::now() + limit;
    let (sender, receiver) = mpsc::channel();
    if let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) {
        let server = server.to_owned();
        // A helper that does not read, or whose children keep its output open, must not hold us up.
        std::thread::spawn(move || {
            let _ = stdin.write_all(server.as_bytes());
            drop(stdin);
            let mut output = Vec::new();
            let _ = stdout.take(64 * 1024).read_to_end(&mut output);
            let _ = sender.send(output);
        });
    }
    let late = || format!("`{program}` did not answer within {} seconds", limit.as_secs());
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if Instant::now() < end => std::thread::sleep(Duration::from_millis(10)),
            Ok(None) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(late());
            }
            Err(error) => return Err(format!("`{program}`: {error}")),
        }
    };
    let left = end.saturating_duration_since(Instant::now()).max(Duration::from_millis(100));
    let output = receiver.recv_timeout(left).map_err(|_| late())?;
    if status.success() {
        return understood(&output)
            .map(Some)
            .ok_or_else(|| format!("`{program}` gives an answer without `Username` and `Secret`"));
    }
    let said = String::from_utf8_lossy(&output);
    let said = said.trim();
    match said {
        _ if said.contains(UNKNOWN) => Ok(None),
        "" => Err(format!("`{program}` failed")),
        _ => Err(format!("`{program}` failed: {}", said.lines().next().unwrap_or_default())),
    }
}

fn understood(output: &[u8]) -> Option<DockerCredential> {
    let answer: Value = serde_json::from_slice(output).ok()?;
    let text = |name: &str| answer.get(name)?.as_str().map(str::to_owned);
    let (user, secret) = (text("Username")?, text("Secret")?);
    Some(match user.as_str() {
        "<token>" => DockerCredential::IdentityToken(secret),
        _ => DockerCredential::UsernamePassword(user, secret),
    })
}
