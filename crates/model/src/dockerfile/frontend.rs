//! The frontend that a Dockerfile asks for.
//!
//! Invariant: a version is known only where `# syntax=` names one of Docker's own; `1` and `latest` follow the newest.

use super::build::Build;
use plimsoll_text::{TextRange, size, slice};

/// The version of the frontend that `# syntax=` names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frontend {
    /// `7` of `1.7`.
    pub minor: u32,
    /// Whether it is of the labs channel.
    pub labs: bool,
    /// Where the version is written: `1.7` or `1.7.1`.
    pub range: TextRange,
}

impl Build<'_> {
    /// What `# syntax=docker/dockerfile:1.N…` names. `None` for everything else.
    #[must_use]
    pub fn frontend(&self) -> Option<Frontend> {
        let text = |range| slice(self.source, range);
        let directive = self.syntax.directives().find(|it| text(it.name).eq_ignore_ascii_case("syntax"))?;
        let value = text(directive.value);
        let image = value.strip_prefix("docker.io/").unwrap_or(value);
        let tag =
            image.strip_prefix("docker/dockerfile:").or_else(|| image.strip_prefix("docker/dockerfile-upstream:"))?;
        let (version, channel) = tag.split_once('-').unwrap_or((tag, ""));
        let minor = version.strip_prefix("1.")?.split('.').next()?.parse().ok()?;
        let start = directive.value.start() + size(value.len() - tag.len());
        let is_plain = !tag.contains('@') && matches!(channel, "" | "labs");
        is_plain.then(|| Frontend { minor, labs: channel == "labs", range: TextRange::at(start, size(version.len())) })
    }

    /// Whether the frontend that the file names is older than `1.minor`.
    #[must_use]
    pub fn has_frontend_before(&self, minor: u32) -> bool {
        self.frontend().is_some_and(|frontend| frontend.minor < minor)
    }
}
