//! `bundler-cache-left`: what Bundler downloaded stays in the image beside what it unpacked.

use super::ruby::is_official_ruby;
use crate::rule::rule;
use crate::rules::dockerfile::packages::leftovers::{Cache, append, leftover};
use crate::rules::dockerfile::surroundings::{Variable, bound, says};
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager};

rule! {
    /// Bundler keeps each `.gem` file that it fetched, and of gems from git the whole history.
    ///
    /// ```Dockerfile,bad
    /// FROM ruby:3.4
    /// RUN bundle install
    /// #   ^^^^^^^^^^^^^^ note: the cache of Bundler stays in the image
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM ruby:3.4
    /// RUN bundle install && rm -rf /usr/local/bundle/cache /usr/local/bundle/bundler/gems/*/.git
    /// ```
    ///
    /// Where the gems stand elsewhere, the folder is named by its variable:
    ///
    /// ```Dockerfile,bad
    /// FROM ruby:3.4
    /// ENV BUNDLE_PATH=/gems
    /// RUN bundle install
    /// #   ^^^^^^^^^^^^^^ note: the cache of Bundler stays in the image
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM ruby:3.4
    /// ENV BUNDLE_PATH=/gems
    /// RUN bundle install && rm -rf "$BUNDLE_PATH"/ruby/*/cache "$BUNDLE_PATH"/ruby/*/bundler/gems/*/.git
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM ruby:3.4 AS build
    /// RUN bundle install
    /// FROM ruby:3.4
    /// RUN --mount=type=cache,target=/usr/local/bundle/cache bundle install
    /// RUN bundle install && rm -rf ~/.bundle "${BUNDLE_PATH}"/ruby/*/cache
    /// ```
    "bundler-cache-left" {
        summary: "the cache of Bundler stays in the image",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

static CACHE: Cache = Cache {
    directories: &[
        "/usr/local/bundle/cache",
        "bundle/cache",
        "BUNDLE_PATH",
        "GEM_HOME",
        "bundle/ruby",
        "lib/ruby/gems",
        "gemdir",
        "vendor/cache",
        "/cache/*.gem",
    ],
    fills: |command| {
        command.manager == Manager::Bundle
            && matches!(command.action, Action::Install | Action::Upgrade)
            && !command.has(&["--help", "--local"])
    },
    // `bundle clean` takes out gems that are not used, not the cache.
    cleans: |_| false,
};

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Some(found) = leftover(cx, &CACHE) else { return };
    let cleaning = cleaning(cx);
    let fix = cleaning.and_then(|cleaning| append(cx, &found, cleaning));
    sink.report(found.command.head, "the cache of Bundler stays in the image")
        .note("a later layer cannot take it out again")
        .fix(fix.map(|fix| Fix::r#unsafe(fix.title, fix.edits)));
}

/// What deletes it; `None` where nobody knows its place.
fn cleaning(cx: &InstructionCx<'_>) -> Option<&'static str> {
    let stage = cx.stage?;
    if bound(cx, stage, cx.step, "BUNDLE_PATH") != Variable::Unset {
        return Some("rm -rf \"$BUNDLE_PATH\"/ruby/*/cache \"$BUNDLE_PATH\"/ruby/*/bundler/gems/*/.git");
    }
    let moves = ["deployment", "path", "gem_home", "bundle_"];
    let is_usual = is_official_ruby(cx, stage) && !says(cx, stage, &moves);
    is_usual.then_some("rm -rf /usr/local/bundle/cache /usr/local/bundle/bundler/gems/*/.git")
}
