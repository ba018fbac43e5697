//! `untrusted-registry`: an image from a registry that the policy does not name.

use super::frontend::frontend_image;
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, OptionKind, OptionSpec, Sink};
use plimsoll_model::dockerfile::Image;
use plimsoll_model::wildcard;

/// The option that wakes the rule.
pub(super) const OPTION: &str = "trusted-registries";

rule! {
    /// The image comes from a registry that your policy does not name.
    ///
    /// The rule sleeps until the option `trusted-registries` is set. An entry is a host (`ghcr.io`), a pattern with
    /// `*` (`*.dkr.ecr.*.amazonaws.com`), or a host with a path below which images are trusted (`ghcr.io/acme`).
    /// An image without a registry comes from `docker.io`, and so does the frontend of `# syntax=docker/dockerfile:1`.
    ///
    /// ```Dockerfile,bad,trusted-registries=docker.io;*.example.com
    /// FROM ghcr.io/acme/base:1.4
    ///   #  ^^^^^^^^^^^^^^^^^^^^^ warning: the registry `ghcr.io` is not among the trusted ones
    /// ```
    ///
    /// ```Dockerfile,good,trusted-registries=docker.io;*.example.com
    /// FROM debian:12.11
    /// FROM eu.example.com/base:1 AS base
    /// FROM base
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM ghcr.io/acme/base:1.4
    /// ```
    "untrusted-registry" {
        summary: "image from a registry that the policy does not name",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["DL3026"],
        options: &[OptionSpec {
            name: OPTION,
            kind: OptionKind::List,
            docs: "Registries to trust: hosts, patterns with `*`, or hosts with a path.",
        }, as_hadolint::OPTION],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let trusted = cx.settings.list(&RULE, OPTION);
    if trusted.is_empty() {
        return;
    }
    let frontend = frontend_image(cx).filter(|_| !as_hadolint::is_on(cx.settings, &RULE));
    if let Some((value, image)) = frontend {
        let host = host(&image);
        if !trusted.iter().any(|entry| is_trusted(entry, host, image.repository())) {
            sink.report(value, format!("the registry `{host}` is not among the trusted ones"))
                .note(format!("trusted are: {}", trusted.join(", ")))
                .note("the frontend is an image, too, and reads the whole build");
        }
    }
    for used in &cx.build.images {
        let host = host(&used.image);
        if !trusted.iter().any(|entry| is_trusted(entry, host, used.image.repository())) {
            sink.report(used.range, format!("the registry `{host}` is not among the trusted ones"))
                .note(format!("trusted are: {}", trusted.join(", ")));
        }
    }
}

fn host(image: &Image) -> &str {
    match image.registry() {
        None | Some("index.docker.io" | "registry-1.docker.io" | "registry.hub.docker.com") => "docker.io",
        Some(host) => host,
    }
}

fn is_trusted(entry: &str, host: &str, repository: &str) -> bool {
    let (pattern, path) = entry.split_once('/').unwrap_or((entry, ""));
    let path = path.trim_end_matches(['*', '/']);
    let below = path.is_empty()
        || repository.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    below && wildcard::matches(&pattern.to_ascii_lowercase(), &host.to_ascii_lowercase())
}
