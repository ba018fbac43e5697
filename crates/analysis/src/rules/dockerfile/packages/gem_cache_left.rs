//! `gem-cache-left`: the files that gems were installed from stay in the image.

use super::leftovers::{Cache, append, append_to, leftover};
use crate::rule::rule;
use crate::rules::dockerfile::ecosystems::ruby::is_official_ruby;
use crate::{Applicability, Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::commands::{Action, Manager, deletes};
use plimsoll_shell::Command;

rule! {
    /// RubyGems keeps each `.gem` file that it fetched beside what it unpacked from it. Delete them in the same RUN, or
    /// mount a cache there.
    ///
    /// ```Dockerfile,bad
    /// FROM ruby:3.4
    /// RUN gem install rake:13.3.1
    /// #   ^^^^^^^^^^^ note: the cache of RubyGems stays in the image
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM ruby:3.4
    /// RUN gem install rake:13.3.1 && rm -rf /usr/local/bundle/cache
    /// ```
    ///
    /// Elsewhere only RubyGems knows where its folder is:
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN gem install -N rake:13.3.1
    /// #   ^^^^^^^^^^^ note: the cache of RubyGems stays in the image
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN gem install -N rake:13.3.1 && rm -rf "$(gem env gemdir)/cache"
    /// ```
    ///
    /// rvm keeps the sources and archives of the Ruby that it builds:
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN rvm install 3.4.7
    /// #   ^^^ note: what rvm built from stays in the image
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN rvm install 3.4.7 && rvm cleanup all
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM ruby:3.4 AS build
    /// RUN gem install rake:13.3.1
    /// FROM ruby:3.4
    /// RUN gem install rake:13.3.1 && rm -rf /usr/local/bundle/cache/*.gem
    /// RUN --mount=type=cache,target=/usr/local/bundle/cache gem install rake:13.3.1
    /// ```
    "gem-cache-left" {
        summary: "the cache of RubyGems stays in the image",
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
        "gemdir)/cache",
        "gemdir`/cache",
        "GEM_HOME/cache",
        "GEM_HOME}/cache",
        "lib/ruby/gems",
        "/.gem",
        ".gem/",
    ],
    fills: |command| {
        command.manager == Manager::Gem
            && matches!(command.action, Action::Install | Action::Upgrade)
            && !command.has(&["-i", "--install-dir", "--user-install", "--help"])
    },
    // `gem cleanup` takes out old versions, not the cache.
    cleans: |_| false,
};

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    rvm(cx, sink);
    let Some(found) = leftover(cx, &CACHE) else { return };
    let is_official = cx.stage.is_some_and(|stage| is_official_ruby(cx, stage));
    let cleaning = if is_official { "rm -rf /usr/local/bundle/cache" } else { "rm -rf \"$(gem env gemdir)/cache\"" };
    sink.report(found.command.head, "the cache of RubyGems stays in the image")
        .note("a later layer cannot take it out again")
        .fix(append(cx, &found, cleaning).map(|fix| fix.at_most(Applicability::Unsafe)));
}

/// `rvm install` without a `rvm cleanup` behind it.
fn rvm(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Run(run) = &cx.instruction.body else { return };
    if !run.mounts.is_empty() || !cx.stage.is_some_and(|stage| cx.build.stage(stage).shipped) {
        return;
    }
    for script in cx.build.scripts(cx.step) {
        let calls = |command: &Command, subcommand: &str| {
            let effective = command.effective();
            effective.name() == Some("rvm") && effective.args.iter().any(|word| word.is(subcommand))
        };
        let Some(at) = script.commands.iter().position(|command| calls(command, "install")) else { continue };
        let is_cleaned = script.commands[at..]
            .iter()
            .any(|command| calls(command, "cleanup") || deletes(command).iter().any(|word| word.raw().contains("rvm")));
        if let Some(word) = script.commands[at].effective().word.filter(|_| !is_cleaned) {
            let fix = append_to(cx, script, "rvm cleanup all");
            sink.report(word.range, "what rvm built from stays in the image")
                .note("a later layer cannot take it out again")
                .fix(fix.map(|fix| fix.at_most(Applicability::Unsafe)));
        }
    }
}
