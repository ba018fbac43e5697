//! `curl-without-fail`: curl that takes an error page for success.

use crate::rule::rule;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, CommandLine, Healthcheck};
use plimsoll_model::commands::{Fetcher, fetch};
use plimsoll_shell::{ScopeKind, Script, Word, parse_words};
use plimsoll_text::Edit;

rule! {
    /// Without `--fail` curl ends well even if the server says 404, and the error page becomes the file.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN curl -sSLo app.tgz https://example.com/app.tgz
    /// #   ^^^^ note: `curl` without `-f` takes an error page for success
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN curl -f -sSLo app.tgz https://example.com/app.tgz
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN curl -fsSLo app.tgz https://example.com/app.tgz && curl --version
    /// RUN curl -sI https://example.com/
    /// RUN curl -sS https://example.com/x | grep -q ready
    /// ```
    "curl-without-fail" {
        summary: "curl that takes an error page for success",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    match &cx.instruction.body {
        Body::Run(_) => cx.build.scripts(cx.step).iter().for_each(|script| in_script(cx, script, sink)),
        Body::Healthcheck(Healthcheck::Command { command, .. }) => {
            if let Some(script) = cx.build.launch_script(cx.step) {
                in_script(cx, &script, sink);
            } else if let CommandLine::Exec(array) = command {
                let words: Vec<_> = array.elements.iter().map(|word| (word.inner, word.text(cx.source()))).collect();
                in_script(cx, &parse_words(&words), sink);
            }
        }
        _ => {}
    }
}

fn in_script(cx: &InstructionCx<'_>, script: &Script, sink: &mut Sink) {
    for command in &script.commands {
        in_command(&CommandCx { instruction: *cx, script, command }, sink);
    }
}

fn in_command(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(fetch) = fetch(cx.command).filter(|it| it.fetcher == Fetcher::Curl && it.fetches()) else { return };
    let options = &fetch.operands;
    let fails =
        ["-f", "--fail", "--fail-with-body", "--fail-early", "-I", "--head", "-K", "--config", "-w", "--write-out"];
    let is_web = fetch.urls().next().is_some_and(|url| {
        let start = url.prefix_literal();
        !start.contains("://") || start.starts_with("http")
    });
    let hides = |word: &Word| word.literal().is_none_or(|text| text.starts_with("-#"));
    let is_hidden =
        cx.command.effective().args.iter().any(|word| hides(word) && word.prefix_literal().is_empty() || word.is("-#"))
            || cx
                .command
                .effective()
                .args
                .iter()
                .filter_map(|word| word.literal())
                .any(|text| text.starts_with('-') && !text.starts_with("--") && text.contains('#'));
    if options.has(&fails) || options.doubtful || !is_web || is_hidden || is_judged(cx) {
        return;
    }
    let end = fetch.program.range.end();
    let in_condition = cx.script.is_within(cx.command, ScopeKind::IfCondition)
        || cx.script.is_within(cx.command, ScopeKind::LoopCondition)
        || cx.command.place.negated;
    let edit = Edit::insert(end, " -f");
    let is_exec = cx.source()[usize::from(end)..].starts_with('"');
    let title = "add `-f`";
    sink.report(fetch.program.range, "`curl` without `-f` takes an error page for success")
        .fix((!is_exec).then(|| if in_condition { Fix::r#unsafe(title, edit) } else { Fix::safe(title, edit) }));
}

/// Whether what comes out is looked at: `| grep -q`, `| jq -e`, `|| …`.
fn is_judged(cx: &CommandCx<'_>) -> bool {
    let Some(pipeline) = cx.command.place.pipeline else { return false };
    cx.script.commands.iter().any(|other| {
        let follows = other.place.pipeline.is_some_and(|seat| seat.id == pipeline.id && seat.index > pipeline.index);
        let effective = other.effective();
        let flags = |letter: char| {
            effective
                .args
                .iter()
                .filter_map(|word| word.literal())
                .any(|text| text.starts_with('-') && !text.starts_with("--") && text.contains(letter))
        };
        follows && (effective.name() == Some("grep") || (effective.name() == Some("jq") && flags('e')))
    })
}
