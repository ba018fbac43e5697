//! `apt-cache-mount-emptied`: cache mount that the image's own apt settings empty.

use crate::rule::rule;
use crate::rules::dockerfile::lines::{line_before, line_end};
use crate::rules::dockerfile::syntax::{mounts, option};
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_model::dockerfile::Base;
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::images::is_official;
use plimsoll_model::tables::shells::KnownShell;
use plimsoll_text::Edit;

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

/// Source: Dockerfile reference, "RUN --mount=type=cache", example for apt, 2026-11.
const KEEP: &str = "Binary::apt::APT::Keep-Downloaded-Packages \"true\";";

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Some(stage) = cx.stage.filter(|_| cx.build.runs_as_root(cx.step) == Some(true)) else { return };
    let Base::Image(image) = cx.build.external_base(stage) else { return };
    let name = ImageName::from_parts(image.registry(), image.repository());
    let is_debian =
        name.official().is_some_and(is_official) && cx.build.known_shell(stage) == Some(KnownShell::BashAndDash);
    let speaks = |instruction: &plimsoll_dockerfile::Instruction| {
        let text = cx.text(instruction.range);
        text.contains("docker-clean") || text.contains("Keep-Downloaded-Packages") || text.contains("apt.conf.d")
    };
    let is_handled = cx.build.latest(stage, cx.step + 1, |_, instruction| speaks(instruction).then_some(()));
    if !is_debian || is_handled.is_some() || cx.build.steps[cx.step].instruction.range != cx.instruction.range {
        return;
    }
    for (mount, kind) in mounts(cx) {
        let Some((place, target)) = option(cx, mount, &["target", "dst", "destination"]) else { continue };
        if kind != "cache" || target.trim_end_matches('/') != "/var/cache/apt" {
            continue;
        }
        let end = line_end(cx.source());
        let escape = cx.syntax.escape;
        let line = format!(
            "RUN rm -f /etc/apt/apt.conf.d/docker-clean {escape}{end} && echo '{KEEP}' > /etc/apt/apt.conf.d/keep-cache{end}"
        );
        let edit = Edit::insert(line_before(cx, cx.instruction), line);
        sink.report(place.range, "apt empties this cache after each install")
            .note("`/etc/apt/apt.conf.d/docker-clean` of the base image tells it to")
            .fix(Fix::safe("let apt keep its packages", edit));
        return;
    }
}
