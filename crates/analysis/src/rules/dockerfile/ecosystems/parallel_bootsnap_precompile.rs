//! `parallel-bootsnap-precompile`: Bootsnap compiles in several processes under emulation.

use crate::rule::rule;
use crate::rules::dockerfile::packages::command_line::{add_at, is_exec, may_hold_options};
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};

rule! {
    /// Bootsnap compiles in as many processes as there are processors. Under the emulation of another platform they may
    /// hang, so that a build for several platforms does not end. One process is slower and ends.
    ///
    /// ```Dockerfile,bad
    /// FROM --platform=$TARGETPLATFORM ruby:3.4
    /// RUN bundle exec bootsnap precompile app/ lib/
    /// #               ^^^^^^^^^^^^^^^^^^^ note: `bootsnap precompile` in several processes may hang under emulation
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM --platform=$TARGETPLATFORM ruby:3.4
    /// RUN bundle exec bootsnap precompile -j 1 app/ lib/
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM ruby:3.4
    /// RUN bundle exec bootsnap precompile app/ lib/
    /// ```
    "parallel-bootsnap-precompile" {
        summary: "Bootsnap compiles in several processes under emulation",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

/// What shows that the file is built for other platforms than that of the machine.
const CROSS: [&str; 4] = ["BUILDPLATFORM", "TARGETPLATFORM", "TARGETARCH", "TARGETVARIANT"];

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let words = &cx.command.words;
    let is_bootsnap = |text: &str| text.rsplit('/').next() == Some("bootsnap");
    let Some(at) = words.iter().position(|word| word.literal().is_some_and(is_bootsnap)) else { return };
    let (Some(program), Some(subcommand)) = (words.get(at), words.get(at + 1)) else { return };
    let is_set = words[at + 1..].iter().any(|word| {
        let start = word.prefix_literal();
        start.starts_with("-j") || start.starts_with("--jobs")
    });
    if !subcommand.is("precompile") || is_set || may_hold_options(cx) {
        return;
    }
    let is_cross = CROSS.iter().any(|name| cx.source().contains(name)) || is_built_for_many(cx);
    if !is_cross {
        return;
    }
    let range = program.range.cover(subcommand.range);
    let option = if is_exec(cx) { "-j1" } else { "-j 1" };
    sink.report(range, "`bootsnap precompile` in several processes may hang under emulation")
        .note("`-j 1` compiles in one")
        .fix(Fix::safe(format!("add `{option}`"), add_at(cx, subcommand.range.end(), option)));
}

/// Whether a Compose or Bake file builds this file for several platforms.
fn is_built_for_many(cx: &CommandCx<'_>) -> bool {
    cx.workspace.builds_of(&cx.file.path).any(|build| build.platforms.len() > 1)
}
