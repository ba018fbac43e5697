//! `apt-cache-mount-emptied`: cache mount that the image's own apt settings empty.

use crate::rule::rule;
use crate::rules::dockerfile::apt_cache::keep_packages;
use crate::rules::dockerfile::syntax::{mounts, option};
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};

rule! {
    /// The official images of Debian and Ubuntu tell apt to delete every package right after it is installed.
    ///
    /// A cache mount then stays empty. Delete that setting once, before the first install.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN --mount=type=cache,target=/var/cache/apt,sharing=locked apt-get update
    /// #                      ^^^^^^^^^^^^^^^^^^^^^ note: apt empties this cache after each install
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN rm -f /etc/apt/apt.conf.d/docker-clean \
    ///  && echo 'Binary::apt::APT::Keep-Downloaded-Packages "true";' > /etc/apt/apt.conf.d/keep-cache
    /// RUN --mount=type=cache,target=/var/cache/apt,sharing=locked apt-get update
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN rm -f /etc/apt/apt.conf.d/docker-clean
    /// RUN --mount=type=cache,target=/var/cache/apt,sharing=locked apt-get update
    /// ```
    "apt-cache-mount-emptied" {
        summary: "cache mount that the image's own apt settings empty",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Some(edit) = keep_packages(cx, cx.step) else { return };
    for (mount, kind) in mounts(cx) {
        let Some((place, target)) = option(cx, mount, &["target", "dst", "destination"]) else { continue };
        if kind != "cache" || target.trim_end_matches('/') != "/var/cache/apt" {
            continue;
        }
        sink.report(place.range, "apt empties this cache after each install")
            .note("`/etc/apt/apt.conf.d/docker-clean` of the base image tells it to")
            .fix(Fix::safe("let apt keep its packages", edit));
        return;
    }
}
