//! `apt-lists-left`: package lists of apt stay in the image.

use super::leftovers::{Cache, append, leftover};
use super::lists::{are_used_later, fetches_lists};
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_model::commands::Manager;

rule! {
    /// `apt-get update` writes tens of megabytes of package lists. They are stale by tomorrow; delete them in the same
    /// RUN, for a later layer cannot make an earlier one smaller.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN apt-get update && apt-get install -y --no-install-recommends curl
    /// #   ^^^^^^^^^^^^^^ note: the package lists stay in the image
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
    /// ```
    ///
    /// A mount keeps them out too, and what is not shipped may be large:
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11 AS build
    /// RUN apt-get update && apt-get install -y make
    /// FROM debian:12.11
    /// RUN --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get update && apt-get install -y curl
    /// RUN apt-get update && apt-get install -y git && apt-get clean && rm -fr /var/cache/apt /var/lib/{apt,dpkg}/lists
    /// RUN apt-get update && apt-get install -y vim && find /var/lib/apt/lists -type f -delete
    /// ```
    "apt-lists-left" {
        summary: "package lists of apt stay in the image",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Note),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["DL3009"],
        options: &[as_hadolint::OPTION],
        check: Check::Instruction(check),
    }
}

static CACHE: Cache = Cache {
    directories: &["/var/lib/apt/lists"],
    fills: |command| command.manager == Manager::Apt && fetches_lists(command),
    // `apt-get dist-clean` deletes the lists, `apt-get clean` does not. Source: apt-get(8) of apt 2.8, 2026-11.
    cleans: |command| command.manager == Manager::Apt && command.is_dist_clean(),
};

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    if as_hadolint::is_on(cx.settings, &RULE) {
        return as_hadolint::caches::apt_lists(cx, sink);
    }
    let Some(found) = leftover(cx, &CACHE) else { return };
    sink.report(found.command.head, "the package lists stay in the image")
        .note("they are stale by tomorrow, and a later layer cannot take them out again")
        .fix(append(cx, &found, "rm -rf /var/lib/apt/lists/*").filter(|_| !are_used_later(cx, Manager::Apt)));
}
