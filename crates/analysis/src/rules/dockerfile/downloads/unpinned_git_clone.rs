//! `unpinned-git-clone`: clone of a branch.

use crate::rule::rule;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, Sink};

rule! {
    /// A clone of a branch takes whatever was pushed last.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN git clone https://github.com/acme/app.git /src
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: the clone takes whatever was pushed last
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN git clone --branch v1.4.2 --depth 1 https://github.com/acme/app.git /src
    /// RUN git clone https://github.com/acme/app.git /src && cd /src && git checkout 0123456789abcdef0123456789abcdef01234567
    /// ```
    "unpinned-git-clone" {
        summary: "clone of a branch",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let effective = cx.command.effective();
    if effective.name() != Some("git") || !effective.args.iter().any(|word| word.is("clone")) {
        return;
    }
    let args = effective.args;
    let is_remote = args.iter().any(|word| {
        let start = word.prefix_literal();
        start.contains("://") || start.starts_with("git@")
    });
    // Also what cannot be seen: a branch by a variable, options in one.
    let mut branch = None;
    for (at, word) in args.iter().enumerate() {
        match word.literal() {
            Some("-b" | "--branch") => branch = args.get(at + 1).map(|word| word.literal().unwrap_or("1")),
            Some(text) if text.starts_with("--branch=") => branch = text.strip_prefix("--branch="),
            Some(text) if text.starts_with("--revision") || text == "--mirror" => return,
            None if !word.prefix_literal().contains("://") && !word.prefix_literal().starts_with(['/', '.']) => return,
            _ => {}
        }
    }
    let moves = branch.is_none_or(|branch| matches!(branch, "main" | "master" | "develop" | "dev" | "HEAD" | "trunk"));
    if !is_remote || !moves || settles(cx) {
        return;
    }
    let place = effective.range().unwrap_or(cx.command.range);
    sink.report(place, "the clone takes whatever was pushed last")
        .note("check out a tag or a commit, so that a build tomorrow gets the same source");
}

/// Whether a later command goes to a commit or tag.
fn settles(cx: &CommandCx<'_>) -> bool {
    cx.build.scripts(cx.step).iter().flat_map(|script| &script.commands).any(|other| {
        let effective = other.effective();
        let is_later = other.range.start() > cx.command.range.start();
        let moves = |word: &&str| matches!(*word, "checkout" | "reset" | "switch" | "submodule" | "fetch");
        is_later && effective.name() == Some("git") && effective.args.iter().filter_map(|word| word.literal()).any(|word| moves(&word))
    })
}
