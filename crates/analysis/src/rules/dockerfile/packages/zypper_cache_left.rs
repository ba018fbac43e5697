//! `zypper-cache-left`: the cache of zypper stays in the image.

use super::leftovers::{Cache, append, leftover};
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager};

rule! {
    /// zypper keeps what it downloaded. Clean up in the same RUN, for a later layer cannot make an earlier one smaller.
    ///
    /// ```Dockerfile,bad
    /// FROM opensuse/leap:15.6
    /// RUN zypper -n install httpd
    /// #   ^^^^^^^^^^^^^^^^^ note: the cache of zypper stays in the image
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM opensuse/leap:15.6
    /// RUN zypper -n install httpd && zypper clean -a
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM opensuse/leap:15.6
    /// RUN zypper -n install httpd && zypper cc -a
    /// RUN zypper -n install git && rm -rf /var/cache/zypp/*
    /// ```
    "zypper-cache-left" {
        summary: "the cache of zypper stays in the image",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["DL3036", "DS-0020"],
        options: &[],
        check: Check::Instruction(check),
    }
}

static CACHE: Cache = Cache {
    directories: &["/var/cache/zypp"],
    fills: |command| {
        command.manager == Manager::Zypper
            && matches!(command.action, Action::Install | Action::Upgrade | Action::Update)
    },
    cleans: |command| command.manager == Manager::Zypper && command.action == Action::Clean,
};

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Some(found) = leftover(cx, &CACHE) else { return };
    sink.report(found.command.head, "the cache of zypper stays in the image")
        .note("a later layer cannot take it out again")
        .fix(append(cx, &found, "zypper clean -a"));
}
