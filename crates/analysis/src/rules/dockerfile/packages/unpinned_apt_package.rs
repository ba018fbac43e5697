//! `unpinned-apt-package`: Debian package installed without a version.

use super::apt_get_only;
use super::command_line::says_before;
use super::pins::report;
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager, package_command};

rule! {
    /// The package is installed in whatever version the archive holds today. Debian deletes old versions when it
    /// publishes new ones, so a pinned version may be gone one day; that is why the rule is off by default.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN apt-get install -y curl git=1:2.39.* ./local.deb
    /// #                      ^^^^ warning: `curl` is installed without a version
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN apt-get install -y -t bookworm-backports curl=7.88.1-10 vim/stable task^ "$PACKAGES" $(cat list) tool=$VERSION old-
    /// ```
    "unpinned-apt-package" {
        summary: "Debian package installed without a version",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Off, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &["DL3008"],
        options: &[apt_get_only::OPTION, as_hadolint::OPTION],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    if as_hadolint::is_on(cx.settings, &RULE) {
        return as_hadolint::packages::unpinned(cx, sink, &as_hadolint::packages::APT);
    }
    let Some(command) = package_command(cx.command) else { return };
    if apt_get_only::leaves_out(cx.settings, &RULE, cx.text(command.head)) {
        return;
    }
    // `build-dep` names sources, and a snapshot of the archive holds one version of each.
    let install =
        command.manager == Manager::Apt && command.action == Action::Install && command.subcommand == "install";
    let snapshots = ["snapshot.debian.org", "snapshot.ubuntu.com", "apt::snapshot"];
    if !install || command.has(&["-S", "--snapshot"]) || says_before(cx, cx.stage, cx.step, &snapshots) {
        return;
    }
    let open = |text: &str| !text.contains(['=', '^', '*']) && !text.ends_with(['-', '+']) && !text.ends_with(".deb");
    let unpinned: Vec<_> = command.packages().filter(|(_, text)| open(text)).collect();
    report(cx, sink, &unpinned, "=<version>");
}
