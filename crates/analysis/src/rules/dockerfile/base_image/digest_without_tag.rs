//! `digest-without-tag`: digest of which nobody knows the version.

use super::version_tag;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};

rule! {
    /// A digest alone does not say which version it is, neither to people nor to update bots.
    ///
    /// The recommended form is `name:tag@digest`: the digest counts, the tag explains it.
    ///
    /// ```Dockerfile,bad
    /// FROM debian@sha256:b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973
    /// #    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: `debian` is pinned by a digest, but its version is not said
    /// ```
    ///
    /// With `--online` the registry is asked for the most specific version among the tags that name this digest. With this
    /// answer:
    ///
    /// ```text,network
    /// tag redis@sha256:58c23805b0c5da8d1a1e2a1d8c6b5b0d4c9f2e4a7d3e6f1a0b9c8d7e6f5a4b3c 8.4.0
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM redis@sha256:58c23805b0c5da8d1a1e2a1d8c6b5b0d4c9f2e4a7d3e6f1a0b9c8d7e6f5a4b3c
    /// #    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: `redis` is pinned by a digest, but its version is not said
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM redis:8.4.0@sha256:58c23805b0c5da8d1a1e2a1d8c6b5b0d4c9f2e4a7d3e6f1a0b9c8d7e6f5a4b3c
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11@sha256:b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973
    /// ```
    "digest-without-tag" {
        summary: "digest of which nobody knows the version",
        category: Category::Style,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    for used in &cx.build.images {
        let image = &used.image;
        if image.digest().is_none() || image.tag().is_some() {
            continue;
        }
        let name = image.name();
        let place = image.value.whole_origin().unwrap_or(used.range);
        let finding = sink.report(place, format!("`{name}` is pinned by a digest, but its version is not said"));
        version_tag::offer(cx, used, finding, Fix::safe);
    }
}
