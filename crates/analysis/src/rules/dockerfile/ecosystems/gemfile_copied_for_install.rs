//! `gemfile-copied-for-install`: the Gemfile is copied for the install alone.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Copy, Instruction};
use plimsoll_model::commands::{Action, Manager, package_command};
use plimsoll_text::TextRange;

rule! {
    /// A bind mount gives the RUN its files without a layer of their own:
    /// `RUN --mount=type=bind,source=Gemfile,target=Gemfile --mount=type=bind,source=Gemfile.lock,target=Gemfile.lock
    /// bundle install`. The sources that are copied later bring both files anyway.
    ///
    /// It is advice for those who want it, so the rule is off until it is asked for.
    ///
    /// ```Dockerfile,bad
    /// FROM ruby:3.4
    /// WORKDIR /app
    /// COPY Gemfile Gemfile.lock ./
    /// #    ^^^^^^^^^^^^^^^^^^^^ note: these files are copied for `bundle install` alone
    /// RUN bundle install
    /// COPY . .
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM ruby:3.4
    /// WORKDIR /app
    /// RUN --mount=type=bind,source=Gemfile,target=Gemfile \
    ///     --mount=type=bind,source=Gemfile.lock,target=Gemfile.lock \
    ///     bundle install
    /// COPY . .
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM ruby:3.4
    /// WORKDIR /app
    /// COPY Gemfile Gemfile.lock ./
    /// RUN bundle install
    /// COPY lib lib
    /// ```
    "gemfile-copied-for-install" {
        summary: "the Gemfile is copied for the install alone",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Off, Level::Off, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Some(range) = gemfiles(cx, cx.instruction) else { return };
    let Some(stage) = cx.stage.map(|stage| cx.build.stage(stage)) else { return };
    let mut later = cx.build.stage_steps(stage).skip_while(|(step, _)| *step <= cx.step);
    let installs = later.by_ref().any(|(step, _)| {
        let commands = cx.build.scripts(step).iter().flat_map(|script| &script.commands);
        commands.filter_map(package_command).any(|it| it.manager == Manager::Bundle && it.action == Action::Install)
    });
    let is_whole = |instruction: &Instruction| match &instruction.body {
        Body::Copy(copy) => {
            instruction.flag(cx.source(), "from").is_none()
                && copy.sources.iter().any(|it| matches!(it.raw(cx.source()), "." | "./"))
        }
        _ => false,
    };
    if installs && later.any(|(_, instruction)| is_whole(instruction)) {
        sink.report(range, "these files are copied for `bundle install` alone")
            .note("a bind mount gives them to the RUN without a layer");
    }
}

/// The sources of a COPY that brings nothing but the Gemfile and what belongs to it.
fn gemfiles(cx: &InstructionCx<'_>, instruction: &Instruction) -> Option<TextRange> {
    let Body::Copy(Copy { sources, json: false, .. }) = &instruction.body else { return None };
    let names = ["Gemfile", "Gemfile.lock", "Gemfile*", ".ruby-version", ".tool-versions"];
    let is_one = |text: &str| {
        let name = text.rsplit('/').next().unwrap_or(text);
        names.contains(&name) || name.ends_with(".gemspec")
    };
    let is_all = sources.iter().all(|word| is_one(word.raw(cx.source())));
    let has_gemfile = sources.iter().any(|word| word.raw(cx.source()).contains("Gemfile"));
    let is_plain = instruction.flag(cx.source(), "from").is_none() && is_all && has_gemfile;
    is_plain.then(|| sources.iter().map(|word| word.range).reduce(TextRange::cover)).flatten()
}
