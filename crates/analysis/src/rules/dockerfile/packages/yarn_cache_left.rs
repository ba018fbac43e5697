//! `yarn-cache-left`: the cache of yarn stays in the image.

use super::leftovers::{Cache, append, leftover};
use super::node::asks_for_late_yarn;
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager};

rule! {
    /// yarn 1 keeps what it downloaded. Clean up in the same RUN, or mount a cache. Later versions keep the cache in
    /// the project, and nothing is said of them.
    ///
    /// ```Dockerfile,bad
    /// FROM node:24-slim
    /// RUN yarn install --frozen-lockfile
    /// #   ^^^^^^^^^^^^ note: the cache of yarn stays in the image
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM node:24-slim
    /// RUN yarn install --frozen-lockfile && yarn cache clean
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24-slim
    /// RUN yarn install --frozen-lockfile && yarn cache clean
    /// RUN --mount=type=cache,target=/usr/local/share/.cache/yarn yarn install --frozen-lockfile
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24-slim
    /// COPY .yarnrc.yml .
    /// RUN yarn install --immutable
    /// ```
    "yarn-cache-left" {
        summary: "the cache of yarn stays in the image",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Note),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["DL3060"],
        options: &[as_hadolint::OPTION],
        check: Check::Instruction(check),
    }
}

static CACHE: Cache = Cache {
    directories: &["/usr/local/share/.cache/yarn", ".cache/yarn", ".cache", "yarn cache dir"],
    fills: |command| {
        command.manager == Manager::Yarn
            && command.action == Action::Install
            && !command.has(&["--cache-folder", "--immutable", "--immutable-cache", "--check-cache", "--inline-builds"])
    },
    cleans: |command| command.manager == Manager::Yarn && command.action == Action::Clean,
};

/// What shows that another yarn than the first is at work, or that the cache is elsewhere.
const ELSEWHERE: [&str; 8] =
    [".yarnrc.yml", ".yarn", "corepack", "yarn set version", "berry", "yarn_cache_folder", "--immutable", "yarn@"];

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    if as_hadolint::is_on(cx.settings, &RULE) {
        if let Some(range) = as_hadolint::caches::yarn(cx) {
            sink.report(range, "the cache of yarn stays in the image").note("a later layer cannot take it out again");
        }
        return;
    }
    let Some(found) = leftover(cx, &CACHE) else { return };
    let text = cx.source().to_ascii_lowercase();
    if ELSEWHERE.iter().any(|part| text.contains(part)) || asks_for_late_yarn(cx) {
        return;
    }
    sink.report(found.command.head, "the cache of yarn stays in the image")
        .note("a later layer cannot take it out again")
        .fix(append(cx, &found, "yarn cache clean"));
}
