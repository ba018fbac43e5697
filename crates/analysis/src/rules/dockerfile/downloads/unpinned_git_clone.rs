//! `unpinned-git-clone`: clone of a branch.

use crate::rule::rule;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, Sink};
use plimsoll_shell::Command;

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
    /// RUN git clone https://github.com/acme/lib.git
    /// RUN cd lib && git checkout v2.0.1
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

/// Whether a later command goes to a commit or tag: one of the same RUN, or of a later one in the folder of the clone.
fn settles(cx: &CommandCx<'_>) -> bool {
    let start = cx.command.range.start();
    let own = cx.build.scripts(cx.step).iter().flat_map(|script| &script.commands);
    if own.filter(|other| other.range.start() > start).any(moves) {
        return true;
    }
    let (Some(stage), Some(folder)) = (cx.stage, folder(cx.command)) else { return false };
    cx.build.stage_steps(cx.build.stage(stage)).filter(|(step, _)| *step > cx.step).any(|(step, instruction)| {
        let names = |text: &str| text.split(|it: char| " \t/\"';&|".contains(it)).any(|part| part == folder);
        let is_there = names(cx.text(instruction.range))
            || cx.build.working_directory(stage, step).is_some_and(|directory| names(&directory));
        is_there && cx.build.scripts(step).iter().flat_map(|script| &script.commands).any(moves)
    })
}

/// Whether a command takes another commit into a working tree.
fn moves(command: &Command) -> bool {
    let effective = command.effective();
    let moves = |word: &str| matches!(word, "checkout" | "reset" | "switch" | "submodule" | "fetch");
    effective.name() == Some("git") && effective.args.iter().filter_map(|word| word.literal()).any(moves)
}

/// The name of the folder that a clone makes: the last part of the last operand.
fn folder(command: &Command) -> Option<&str> {
    let last = command.effective().args.iter().rfind(|word| !word.prefix_literal().starts_with('-'))?.literal()?;
    let name = last.trim_end_matches('/').rsplit(['/', ':']).next()?;
    Some(name.strip_suffix(".git").unwrap_or(name)).filter(|name| !name.is_empty() && *name != ".")
}
