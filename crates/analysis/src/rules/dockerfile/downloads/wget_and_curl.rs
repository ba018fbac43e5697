//! `wget-and-curl`: two programs for one purpose.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_text::{TextRange};
use plimsoll_model::commands::{Fetch, Fetcher, fetch};

rule! {
    /// One program that downloads is enough; a second one makes the image larger.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN curl -fsSLO https://example.com/a
    /// RUN wget -q https://example.com/b
    /// #   ^^^^ note: this stage downloads with `curl` and with `wget`
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11 AS build
    /// RUN curl -fsSLO https://example.com/a
    /// FROM debian:12.11
    /// RUN wget -q https://example.com/b
    /// ```
    "wget-and-curl" {
        summary: "two programs for one purpose",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["DL4001", "DS-0014"],
        options: &[],
        check: Check::Stage(check),
    }
}

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    let mut found: [Option<TextRange>; 2] = [None, None];
    for (step, _) in cx.build.stage_steps(cx.stage) {
        for command in cx.build.scripts(step).iter().flat_map(|script| &script.commands) {
            let Some(fetch) = fetch(command).filter(Fetch::fetches) else { continue };
            let slot = &mut found[usize::from(fetch.fetcher == Fetcher::Wget)];
            slot.get_or_insert(fetch.program.range);
        }
    }
    if let [Some(curl), Some(wget)] = found {
        let (first, second) = if curl.start() < wget.start() { (curl, wget) } else { (wget, curl) };
        sink.report(second, "this stage downloads with `curl` and with `wget`").label(first, "here with the other one");
    }
}
