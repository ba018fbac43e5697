//! `dnf-cache-left`: the cache of dnf stays in the image.

use super::leftovers::{Cache, Leftover, append, leftover};
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager};

rule! {
    /// dnf, microdnf and tdnf keep what they downloaded. Clean up in the same RUN, for a later layer cannot make an
    /// earlier one smaller.
    ///
    /// ```Dockerfile,bad
    /// FROM fedora:43
    /// RUN dnf -y install httpd
    /// #   ^^^^^^^^^^^^^^ note: the cache of dnf stays in the image
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM fedora:43
    /// RUN dnf -y install httpd && dnf clean all
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM fedora:43
    /// RUN microdnf -y install httpd && microdnf clean all
    /// RUN --mount=type=cache,target=/var/cache/libdnf5 dnf -y install vim
    /// RUN dnf -y install git && rm -rf /var/cache/*
    /// ```
    "dnf-cache-left" {
        summary: "the cache of dnf stays in the image",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["DL3040", "DS-0019", "DS-0027"],
        options: &[as_hadolint::OPTION],
        check: Check::Instruction(check),
    }
}

static CACHE: Cache = Cache {
    directories: &["/var/cache/dnf", "/var/cache/libdnf5", "/var/cache/yum", "/var/cache/tdnf"],
    fills: |command| {
        matches!(command.manager, Manager::Dnf | Manager::Microdnf | Manager::Tdnf)
            && matches!(command.action, Action::Install | Action::Upgrade | Action::Update)
    },
    cleans: |command| {
        matches!(command.manager, Manager::Yum | Manager::Dnf | Manager::Microdnf | Manager::Tdnf)
            && command.action == Action::Clean
    },
};

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    if as_hadolint::is_on(cx.settings, &RULE) {
        if let Some(range) = as_hadolint::caches::dnf(cx) {
            sink.report(range, "the cache of dnf stays in the image").note("a later layer cannot take it out again");
        }
        return;
    }
    let Some(found) = leftover(cx, &CACHE) else { return };
    let program = match found.command.manager {
        Manager::Microdnf => "microdnf",
        Manager::Tdnf => "tdnf",
        _ => "dnf",
    };
    sink.report(found.command.head, format!("the cache of {program} stays in the image"))
        .note("a later layer cannot take it out again")
        .fix(append(cx, &found, &format!("{} clean all", if is_dnf5(cx, &found) { "dnf5" } else { program })));
}

fn is_dnf5(cx: &InstructionCx<'_>, found: &Leftover<'_>) -> bool {
    cx.text(found.command.head).split_ascii_whitespace().next() == Some("dnf5")
}
