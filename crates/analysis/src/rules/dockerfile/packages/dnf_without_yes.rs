//! `dnf-without-yes`: dnf asks before it installs, and nobody answers.

use super::yes::{self, Yes};
use crate::rule::rule;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::Manager;

rule! {
    /// Without `-y`, dnf, microdnf and tdnf ask whether to go on, find no input in a build, and give up.
    ///
    /// ```Dockerfile,bad
    /// FROM fedora:43
    /// RUN dnf --setopt=install_weak_deps=0 install httpd
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `dnf install` asks a question, and nobody answers
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM fedora:43
    /// RUN dnf --setopt=install_weak_deps=0 install -y httpd
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM fedora:43
    /// RUN dnf -y install httpd && dnf install --assumeyes git && dnf clean all
    /// RUN dnf --setopt=assumeyes=True install vim
    /// ```
    "dnf-without-yes" {
        summary: "dnf asks before it installs, and nobody answers",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["DL3038"],
        options: &[],
        check: Check::Command(check),
    }
}

/// Source: the manuals of dnf 4, dnf 5, microdnf 3 and tdnf 3, 2026-11.
static YES: Yes = Yes {
    managers: &[Manager::Dnf, Manager::Microdnf, Manager::Tdnf],
    options: &["-y", "--assumeyes", "--assumeno", "--downloadonly"],
    configured: &["assumeyes=", "assumeyes ="],
    also: |_| false,
    takes_yes: |_| true,
};

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    yes::check(cx, sink, &YES);
}
