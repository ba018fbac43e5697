//! `wget-and-curl`: two programs for one purpose.

use super::one_fetcher::translate;
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_model::commands::{Fetch, Fetcher, fetch};
use plimsoll_text::TextRange;

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
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN curl -fsSLO https://example.com/a
    /// RUN curl -fsSLO https://example.com/b
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
        fix: FixAvailability::Unsafe,
        aliases: &["DL4001", "DS-0014"],
        options: &[as_hadolint::OPTION],
        check: Check::Stage(check),
    }
}

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    let mut found: [Vec<TextRange>; 2] = [Vec::new(), Vec::new()];
    let plainly = as_hadolint::is_on(cx.settings, &RULE);
    // What a stage leaves behind makes no image larger.
    if !plainly && !cx.stage.shipped {
        return;
    }
    for (step, _) in cx.build.stage_steps(cx.stage) {
        if plainly {
            for command in as_hadolint::commands(cx, step) {
                let Some(at) = ["curl", "wget"].iter().position(|name| *name == command.name) else { continue };
                found[at].push(command.head(command.name));
            }
            continue;
        }
        for command in cx.build.scripts(step).iter().flat_map(|script| &script.commands) {
            let Some(fetch) = fetch(command).filter(Fetch::fetches) else { continue };
            found[usize::from(fetch.fetcher == Fetcher::Wget)].push(fetch.program.range);
        }
    }
    let [curls, wgets] = found;
    let (Some(curl), Some(wget)) = (curls.first().copied(), wgets.first().copied()) else { return };
    let (first, second) = if curl.start() < wget.start() { (curl, wget) } else { (wget, curl) };
    // The one that is used less is the one to go.
    let rarer = if curls.len() < wgets.len() { Fetcher::Curl } else { Fetcher::Wget };
    let (gone, kept) = if rarer == Fetcher::Curl { ("curl", "wget") } else { ("wget", "curl") };
    let fix = translate(cx, rarer).map(|edits| Fix::r#unsafe(format!("use `{kept}` in place of `{gone}`"), edits));
    sink.report(second, "this stage downloads with `curl` and with `wget`")
        .label(first, "here with the other one")
        .fix(fix);
}
