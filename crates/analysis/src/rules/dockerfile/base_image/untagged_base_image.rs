//! `untagged-base-image`: an image without tag and digest.

use super::version_tag;
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};

rule! {
    /// An image without a tag is the image `latest`, whatever that names today.
    ///
    /// Name the version that you tested; better still, its digest too.
    ///
    /// ```Dockerfile,bad
    /// FROM debian
    ///   #  ^^^^^^ warning: `debian` has no tag, so the build takes whatever `latest` names
    /// COPY --from=nginx /etc/nginx/nginx.conf /etc/nginx/
    ///           # ^^^^^ warning: `nginx` has no tag, so the build takes whatever `latest` names
    /// ```
    ///
    /// With `--online` the registry is asked which version `latest` is today. With this answer:
    ///
    /// ```text,network
    /// tag redis 8.4.0
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM redis
    ///   #  ^^^^^ warning: `redis` has no tag, so the build takes whatever `latest` names
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM redis:8.4.0
    /// ```
    ///
    /// Stages, `scratch` and images by digest need no tag, and an argument without a default is left alone:
    ///
    /// ```Dockerfile,good
    /// ARG BASE
    /// FROM debian:12.11 AS build
    /// FROM build AS test
    /// FROM ${BASE} AS other
    /// FROM alpine@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1
    /// COPY --from=build /out /out
    /// FROM scratch
    /// ```
    "untagged-base-image" {
        summary: "image without tag and digest",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DL3006", "DS-0001", "CKV_DOCKER_7"],
        options: &[as_hadolint::OPTION],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    if as_hadolint::is_on(cx.settings, &RULE) {
        for (word, written) in as_hadolint::bases(cx) {
            if !written.starts_with('$') && !written.contains([':', '@']) && written != "scratch" {
                sink.report(word, format!("`{written}` has no tag, so the build takes whatever `latest` names"))
                    .note("name the version that was tested");
            }
        }
        return;
    }
    for used in &cx.build.images {
        let image = &used.image;
        if image.tag().is_some() || image.digest().is_some() {
            continue;
        }
        let range = image.value.whole_origin().unwrap_or(used.range);
        let message = format!("`{}` has no tag, so the build takes whatever `latest` names", image.text());
        let finding = sink.report(range, message).note("name the version that was tested");
        version_tag::offer(cx, used, finding, Fix::r#unsafe);
    }
}
