//! `latest-tag`: an image by the tag that moves with every release.

use super::version_tag;
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, OptionKind, OptionSpec, Sink};

rule! {
    /// The tag `latest` names whatever was pushed last.
    ///
    /// Two builds of the same Dockerfile start from different images, and a new major version arrives without
    /// a change in the repository. Name the version that you tested.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:latest
    /// #           ^^^^^^ warning: `debian:latest` names another image after each release
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ```
    ///
    /// The default of a build argument counts as well:
    ///
    /// ```Dockerfile,bad
    /// ARG VERSION=latest
    /// #           ^^^^^^ warning: `node:latest` names another image after each release
    /// FROM node:${VERSION}
    /// ```
    ///
    /// With `--online` the registry is asked which version `latest` is today. With this answer:
    ///
    /// ```text,network
    /// tag redis:latest 8.4.0
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM redis:latest
    /// #          ^^^^^^ warning: `redis:latest` names another image after each release
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM redis:8.4.0
    /// ```
    ///
    /// A digest fixes the image, whatever the tag says:
    ///
    /// ```Dockerfile,good
    /// FROM debian:latest@sha256:b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973
    /// ```
    "latest-tag" {
        summary: "image by the tag `latest`",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DL3007", "DS-0001", "CKV_DOCKER_7"],
        options: &[OptionSpec {
            name: "allow",
            kind: OptionKind::List,
            docs: "Image names that may carry `latest`, such as the bases that a monorepo builds itself.",
        }, as_hadolint::OPTION],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    if as_hadolint::is_on(cx.settings, &RULE) {
        for (word, written) in as_hadolint::bases(cx).filter(|(_, written)| written.ends_with(":latest")) {
            sink.report(word, format!("`{written}` names another image after each release"))
                .note("a build tomorrow may start from a new major version; name the version that was tested");
        }
        return;
    }
    for used in &cx.build.images {
        let image = &used.image;
        if image.tag() != Some("latest") || image.digest().is_some() {
            continue;
        }
        let name = image.name();
        if cx.settings.list(&RULE, "allow").iter().any(|allowed| allowed == name) {
            continue;
        }
        let range = image.tag_origin().unwrap_or(used.range);
        let finding = sink
            .report(range, format!("`{}` names another image after each release", image.text()))
            .note("a build tomorrow may start from a new major version; name the version that was tested");
        version_tag::offer(cx, used, finding, Fix::r#unsafe);
    }
}
