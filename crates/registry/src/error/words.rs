//! How errors put things: hints by registry, text of others, durations.
//!
//! Invariant: nothing that a server says can move the cursor, colour the terminal, or fill the screen.

use std::fmt;
use std::time::Duration;

/// How to sign in to a registry.
pub(super) fn sign_in(f: &mut fmt::Formatter<'_>, host: &str) -> fmt::Result {
    if is_ecr(host) {
        // https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html, 2026-11-25.
        write!(
            f,
            "use `docker-credential-ecr-login`, or `aws ecr get-login-password | docker login --username AWS --password-stdin {host}`"
        )
    } else if is_docker_hub(host) {
        write!(f, "run `docker login`")
    } else {
        write!(f, "run `docker login {host}`")
    }
}

pub(super) fn is_docker_hub(host: &str) -> bool {
    matches!(host, "docker.io" | "index.docker.io" | "registry-1.docker.io" | "auth.docker.io")
}

pub(super) fn is_ecr(host: &str) -> bool {
    host.contains(".dkr.ecr") && (host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn"))
}

/// Text of others on one line, cut where it gets long, without control characters.
pub(super) struct Clean<'a>(pub(super) &'a str);

impl fmt::Display for Clean<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LONGEST: usize = 300;
        let text = self.0.trim();
        for char in text.chars().take(LONGEST) {
            write!(f, "{}", if char.is_control() { ' ' } else { char })?;
        }
        if text.chars().nth(LONGEST).is_some() { f.write_str("…") } else { Ok(()) }
    }
}

/// A duration as people say it.
pub(super) struct Span(pub(super) Duration);

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_secs() {
            _ if self.0 < Duration::from_secs(1) => write!(f, "{} ms", self.0.as_millis()),
            1 => f.write_str("1 second"),
            seconds @ 2..=119 => write!(f, "{seconds} seconds"),
            seconds @ 120..=7199 => write!(f, "{} minutes", seconds.div_ceil(60)),
            seconds => write!(f, "{} hours", seconds.div_ceil(3600)),
        }
    }
}
