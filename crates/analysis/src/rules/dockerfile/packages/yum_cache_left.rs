//! `yum-cache-left`: the cache of yum stays in the image.

use super::leftovers::{Cache, append, leftover};
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager};

rule! {
    /// yum keeps what it downloaded. Clean up in the same RUN, for a later layer cannot make an earlier one smaller.
    ///
    /// ```Dockerfile,bad
    /// FROM amazonlinux:2023
    /// RUN yum -y install httpd
    /// #   ^^^^^^^^^^^^^^ note: the cache of yum stays in the image
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM amazonlinux:2023
    /// RUN yum -y install httpd && yum clean all && rm -rf /var/cache/yum
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM amazonlinux:2023
    /// RUN yum -y install httpd && yum clean all
    /// RUN yum -y install git; rm -rf /var/cache/yum
    /// RUN --mount=type=cache,target=/var/cache/yum yum -y install vim
    /// ```
    "yum-cache-left" {
        summary: "the cache of yum stays in the image",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["DL3032", "DS-0015"],
        options: &[as_hadolint::OPTION],
        check: Check::Instruction(check),
    }
}

static CACHE: Cache = Cache {
    directories: &["/var/cache/yum", "/var/cache/dnf"],
    fills: |command| {
        command.manager == Manager::Yum && matches!(command.action, Action::Install | Action::Upgrade | Action::Update)
    },
    cleans: |command| matches!(command.manager, Manager::Yum | Manager::Dnf) && command.action == Action::Clean,
};

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    if as_hadolint::is_on(cx.settings, &RULE) {
        if let Some(range) = as_hadolint::caches::yum(cx) {
            sink.report(range, "the cache of yum stays in the image").note("a later layer cannot take it out again");
        }
        return;
    }
    let Some(found) = leftover(cx, &CACHE) else { return };
    sink.report(found.command.head, "the cache of yum stays in the image")
        .note("a later layer cannot take it out again")
        .fix(append(cx, &found, "yum clean all && rm -rf /var/cache/yum"));
}
