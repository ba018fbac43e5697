//! `unpinned-apk-package`: Alpine package installed without a version.

use super::pins::report;
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager, package_command};

rule! {
    /// The package is installed in whatever version the branch holds today. Alpine deletes old revisions, so pin with
    /// `=~`, which lets them pass; the rule is off by default.
    ///
    /// ```Dockerfile,bad
    /// FROM alpine:3.22
    /// RUN apk add --no-cache --virtual .build curl "git>2" busybox=~1.37
    /// #                                       ^^^^ warning: `curl` is installed without a version
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM alpine:3.22
    /// RUN apk add -X https://dl-cdn.alpinelinux.org/alpine/edge/testing --no-cache curl=~8.14 tool@edge=1 ./x.apk !musl so:libc.musl $PACKAGES
    /// ```
    "unpinned-apk-package" {
        summary: "Alpine package installed without a version",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Off, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &["DL3018"],
        options: &[as_hadolint::OPTION],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    if as_hadolint::is_on(cx.settings, &RULE) {
        return as_hadolint::packages::unpinned(cx, sink, &as_hadolint::packages::APK);
    }
    let Some(command) = package_command(cx.command) else { return };
    if command.manager != Manager::Apk || command.action != Action::Install {
        return;
    }
    let open = |text: &str| {
        !text.contains(['=', '~', '<', '>', ':']) && !text.starts_with(['!', '.']) && !text.ends_with(".apk")
    };
    let unpinned: Vec<_> = command.packages().filter(|(_, text)| open(text)).collect();
    report(cx, sink, &unpinned, "=~<version>");
}
