//! `cd-in-run`: RUN that goes somewhere first.

use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::rules::dockerfile::lines::{line_before, line_end, plain_run};
use crate::{
    Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, OptionKind, OptionSpec, Preset, Sink,
};
use plimsoll_dockerfile::Body;
use plimsoll_model::commands::{main_list, stays_flat};
use plimsoll_shell::{Command, Script};
use plimsoll_text::{Edit, Edits, TextRange};

rule! {
    /// A RUN that goes to a folder and stays there says what WORKDIR says better.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN cd /src && make
    /// #   ^^^^^^^ note: the RUN works in `/src`
    /// WORKDIR /srv
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// WORKDIR /src
    /// RUN make
    /// WORKDIR /srv
    /// ```
    ///
    /// Where no WORKDIR follows, brackets say that the folder is for these commands alone:
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN cd /src && make
    /// #   ^^^^^^^ note: the RUN works in `/src`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN (cd /src && make)
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN cd /src && make && cd - && make clean
    /// RUN make && (cd doc && make)
    /// ```
    ///
    /// With `any-cd = true` every `cd` counts:
    ///
    /// ```Dockerfile,bad,any-cd=true
    /// FROM debian:12.11
    /// RUN make && cd doc && make
    /// #           ^^^^^^ note: the RUN works in `doc`
    /// ```
    "cd-in-run" {
        summary: "RUN that goes somewhere first",
        category: Category::Style,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DL3003", "DS-0013"],
        options: &[OptionSpec { name: "any-cd", kind: OptionKind::BoolIn(Preset::Hadolint), docs: "Every `cd` counts, wherever it stands." }, as_hadolint::OPTION],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    if as_hadolint::is_on(cx.settings, &RULE) {
        // hadolint does not look into ONBUILD here.
        let is_onbuild = as_hadolint::is_onbuild(cx);
        for command in as_hadolint::commands(cx, cx.step).iter().filter(|it| it.name == "cd" && !is_onbuild) {
            report(sink, command.command);
        }
        return;
    }
    if cx.settings.flag(&RULE, "any-cd") {
        for command in cx.build.scripts(cx.step).iter().flat_map(|script| &script.commands) {
            if command.name() == Some("cd") {
                report(sink, command);
            }
        }
        return;
    }
    let [script] = cx.build.scripts(cx.step) else { return };
    let moves = |command: &&Command| matches!(command.name(), Some("cd" | "pushd" | "popd"));
    let Some(first) = main_list(script).next().filter(moves) else { return };
    let is_literal =
        first.args().len() == 1 && first.args()[0].literal().is_some_and(|path| path != "-" && path != "/");
    if !is_literal
        || !stays_flat(script)
        || script.commands.len() < 2
        || script.commands.iter().filter(moves).count() > 1
    {
        return;
    }
    report(sink, first).fix(fix(cx, script, first).or_else(|| in_subshell(cx, script, first)));
}

fn report<'s>(sink: &'s mut Sink, command: &Command) -> &'s mut crate::Finding {
    let shown = command.args().first().map_or("", |word| word.literal().unwrap_or(word.raw()));
    sink.report(command.range, format!("the RUN works in `{shown}`")).note("WORKDIR says so for all that follow")
}

/// Brackets around the list, so that the folder plainly holds for these commands alone.
fn in_subshell(cx: &InstructionCx<'_>, script: &Script, first: &Command) -> Option<Fix> {
    plain_run(cx)?;
    // hadolint counts it in brackets, too.
    if cx.settings.starts_from(Preset::Hadolint) {
        return None;
    }
    let last = script.commands.last()?;
    let is_list = script.scopes.is_empty() && first.range.start() == script.commands.first()?.range.start();
    let edits = vec![Edit::insert(first.range.start(), "("), Edit::insert(last.range.end(), ")")];
    let edits = Edits::new(edits).ok().filter(|_| is_list)?;
    Some(Fix::r#unsafe("go there in a subshell", edits))
}

/// WORKDIR in front of the RUN, if the next instruction goes elsewhere anyway.
fn fix(cx: &InstructionCx<'_>, script: &Script, first: &Command) -> Option<Fix> {
    plain_run(cx)?;
    let path =
        first.args()[0].literal().filter(|path| path.starts_with('/') && !path.contains([' ', '$', '\\', '"']))?;
    let next = cx.build.steps.get(cx.step + 1)?;
    if next.stage != cx.stage
        || !matches!(&next.instruction.body, Body::Workdir(Some(word)) if word.raw(cx.source()).starts_with('/'))
    {
        return None;
    }
    let gone = TextRange::new(first.range.start(), script.commands[1].range.start());
    let has_comment = cx.instruction.comments.iter().any(|it| it.range.intersect(gone).is_some());
    let line = format!("WORKDIR {path}{}", line_end(cx.source()));
    let edits = vec![Edit::insert(line_before(cx, cx.instruction), line), Edit::delete(gone)];
    let edits = Edits::new(edits).ok().filter(|_| !has_comment)?;
    Some(Fix::r#unsafe(format!("write `WORKDIR {path}`"), edits))
}
