//! `package-upgrade`: every package is upgraded.

use super::upgrades::without_upgrade;
use crate::rule::rule;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager, package_command};

rule! {
    /// An upgrade of everything gives whatever is newest today, so two builds of one file differ. Many teams want
    /// exactly that, for the sake of security updates; this rule is for those who renew the base image instead.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN apt-get update && apt-get -y upgrade
    /// #                     ^^^^^^^^^^^^^^^^^^ note: every package is upgraded
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN apt-get install -y --only-upgrade openssl && apt-get update
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM fedora:43
    /// RUN dnf -y upgrade openssl && dnf -y upgrade --security
    /// ```
    "package-upgrade" {
        summary: "every package is upgraded",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DL3005", "DL3017", "DL3031", "DL3039", "DS-0024"],
        options: &[],
        check: Check::Command(check),
    }
}

const MANAGERS: [Manager; 7] =
    [Manager::Apt, Manager::Apk, Manager::Yum, Manager::Dnf, Manager::Microdnf, Manager::Tdnf, Manager::Zypper];

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(command) = package_command(cx.command) else { return };
    if command.action != Action::Upgrade || !MANAGERS.contains(&command.manager) {
        return;
    }
    let head = cx.text(command.head);
    // `dist-upgrade` of zypper is another matter.
    if command.manager == Manager::Zypper && (head.ends_with("dup") || head.ends_with("dist-upgrade")) {
        return;
    }
    let chosen = !command.operands.operands.is_empty() || command.operands.doubtful;
    let mut releases = command.arguments(&["-t", "--target-release", "--default-release"]);
    let security = releases.any(|release| release.text.is_none_or(|text| text.ends_with("-security")));
    if chosen
        || security
        || command.has(&[
            "--security",
            "--sec-severity",
            "--secseverity",
            "--advisory",
            "--only-upgrade",
            "--category",
            "-g",
            "--cve",
            "--bugzilla",
        ])
    {
        return;
    }
    sink.report(command.head, "every package is upgraded")
        .note("a build tomorrow may give another image")
        .fix(without_upgrade(cx, command.manager));
}
