//! `npm-cache-left`: the cache of npm stays in the image.

use super::leftovers::{Cache, append, leftover};
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager};

rule! {
    /// npm keeps every package that it downloaded below `~/.npm`. Clean up in the same RUN, or mount a cache there.
    ///
    /// ```Dockerfile,bad
    /// FROM node:24-slim
    /// RUN npm ci
    /// #   ^^^^^^ note: the cache of npm stays in the image
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM node:24-slim
    /// RUN npm ci && npm cache clean --force
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24-slim
    /// RUN npm ci && rm -rf /root/.npm
    /// RUN --mount=type=cache,target=/root/.npm npm ci
    /// RUN npm run build
    /// ```
    "npm-cache-left" {
        summary: "the cache of npm stays in the image",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

static CACHE: Cache = Cache {
    directories: &[".npm", "/root/.npm"],
    fills: |command| command.manager == Manager::Npm && command.action == Action::Install && !command.has(&["--cache"]),
    cleans: |command| command.manager == Manager::Npm && command.action == Action::Clean,
};

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Some(found) = leftover(cx, &CACHE) else { return };
    // Another place for the cache may be one that is mounted or deleted.
    if cx.text(cx.instruction.range).to_ascii_lowercase().contains("npm_config_cache") {
        return;
    }
    sink.report(found.command.head, "the cache of npm stays in the image")
        .note("a later layer cannot take it out again")
        .fix(append(cx, &found, "npm cache clean --force"));
}
