//! `unpinned-apt-package`: Debian package installed without a version.

use super::apt_get_only;
use super::command_line::says_before;
use super::pins::{Manner, Unpinned, report_all};
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, PackageIndex, Sink};
use plimsoll_model::commands::{Action, Manager, PackageCommand, package_command};
use plimsoll_shell::Word;

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
    ///
    /// With `--online` the archive of the release is asked, with its updates and security updates, for amd64. The tag of
    /// the base image must say the release, and nothing before the command may add another repository. With this answer:
    ///
    /// ```text,network
    /// newest apt:debian:bookworm git 1:2.39.5-0+deb12u2
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN apt-get update && apt-get install -y --no-install-recommends git
    /// #                                                                ^^^ warning: `git` is installed without a version
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN apt-get update && apt-get install -y --no-install-recommends git=1:2.39.5-0+deb12u2
    /// ```
    "unpinned-apt-package" {
        summary: "Debian package installed without a version",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Off, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
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
    let unpinned: Vec<(&Word, &str)> = command.packages().filter(|(_, text)| open(text)).collect();
    if unpinned.is_empty() {
        return;
    }
    let archive = archive(cx, &command);
    let known = unpinned.into_iter().map(|(word, text)| {
        let index = archive.clone().filter(|_| is_name(text));
        Unpinned::new(word, text).known(index, text)
    });
    let unpinned: Vec<Unpinned<'_>> = known.collect();
    let write = |version: &str| Some(format!("={version}"));
    report_all(cx, sink, &unpinned, &Manner { blank: "=<version>", write, more: None });
}

/// The archive that the packages come from, if that is sure.
fn archive(cx: &CommandCx<'_>, command: &PackageCommand<'_>) -> Option<PackageIndex> {
    const OTHER_VERSIONS: [&str; 8] =
        ["-t", "--target-release", "--default-release", "-o", "--option", "-c", "--config-file", "--root"];
    if command.has(&OTHER_VERSIONS) {
        return None;
    }
    let release = cx.build.own_repositories(cx.stage?, cx.step)?;
    // The archive of a release that has ended moves.
    let is_there = matches!(release.id, "debian" | "ubuntu") && !release.ended;
    let codename = release.codename.filter(|_| is_there)?;
    Some(PackageIndex::Apt { distribution: release.id.to_owned(), release: codename.to_owned() })
}

/// Source: Debian Policy Manual, section 5.6.1, 2026-11. `libc6:i386` is a package of another architecture.
fn is_name(text: &str) -> bool {
    text.len() > 1
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"+-.".contains(&byte))
}
