//! `zypper-dist-upgrade`: zypper moves the image to another release.

use super::upgrades::without_upgrade;
use crate::rule::rule;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Manager, package_command};
use plimsoll_model::dockerfile::Base;

rule! {
    /// `zypper dist-upgrade` brings every package to what the repositories hold today, so two builds of one file
    /// differ. Take a newer base image instead.
    ///
    /// ```Dockerfile,bad
    /// FROM opensuse/leap:15.6
    /// RUN zypper -n dup
    /// #   ^^^^^^^^^^^^^ warning: the whole distribution is upgraded
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM opensuse/leap:15.6
    /// ```
    ///
    /// Tumbleweed knows no other update:
    ///
    /// ```Dockerfile,good
    /// FROM opensuse/tumbleweed
    /// RUN zypper -n dup
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM opensuse/leap:15.6
    /// RUN zypper -n install curl
    /// ```
    "zypper-dist-upgrade" {
        summary: "zypper moves the image to another release",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Off, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DL3035"],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(command) = package_command(cx.command).filter(|it| it.manager == Manager::Zypper) else { return };
    let head = cx.text(command.head);
    if !(head.ends_with("dup") || head.ends_with("dist-upgrade")) || is_rolling(cx) {
        return;
    }
    sink.report(command.head, "the whole distribution is upgraded")
        .note("a newer base image is a change that can be seen")
        .fix(without_upgrade(cx, Manager::Zypper));
}

fn is_rolling(cx: &CommandCx<'_>) -> bool {
    let base = cx.stage.map(|stage| cx.build.external_base(stage));
    matches!(base, Some(Base::Image(image)) if image.repository().contains("tumbleweed"))
}
