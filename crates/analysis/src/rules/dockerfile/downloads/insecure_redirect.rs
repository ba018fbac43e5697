//! `insecure-redirect`: script that may come from where a redirect without encryption leads.

use super::flow::{UseKind, first_use, saved};
use crate::rule::rule;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Fetch, Fetcher, fetch};
use plimsoll_shell::ScopeKind;
use plimsoll_text::Edit;

rule! {
    /// With `-L` curl follows a redirect anywhere, also from `https://` to `http://`. What comes from there, anybody on the
    /// way may have written.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN curl -fsSL https://example.com/install.sh | sh
    /// #   ^^^^ note: a redirect may lead to `http://`, and what comes from there runs
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN curl --proto '=https' --tlsv1.2 -fsSL https://example.com/install.sh | sh
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN curl --proto '=https' --tlsv1.2 -fsSL https://example.com/install.sh | sh
    /// RUN curl -fsSL https://example.com/data.json -o data.json
    /// ```
    "insecure-redirect" {
        summary: "script that may come over a redirect without encryption",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(fetch) = fetch(cx.command).filter(|it| it.fetcher == Fetcher::Curl && Fetch::fetches(it)) else { return };
    let follows = fetch.operands.has(&["-L", "--location", "--location-trusted"]);
    let is_held = fetch.operands.has(&["--proto", "--proto-redir", "-K", "--config"]);
    let is_https = fetch.urls().next().is_some_and(|url| url.prefix_literal().starts_with("https://"));
    let runs = || {
        let own = saved(cx).into_iter().find(|it| it.is_of(cx.command));
        own.is_some_and(|saved| first_use(cx, &saved, UseKind::Runs).is_some())
    };
    if !follows || is_held || !is_https || !(super::download_piped_to_shell::reader(cx).is_some() || runs()) {
        return;
    }
    let end = fetch.program.range.end();
    // Quotes inside other quotes are left alone.
    let is_plain =
        !cx.script.is_within(cx.command, ScopeKind::InnerScript) && !cx.source()[usize::from(end)..].starts_with('"');
    let edit = Edit::insert(end, " --proto '=https' --tlsv1.2");
    sink.report(fetch.program.range, "a redirect may lead to `http://`, and what comes from there runs")
        .fix(is_plain.then(|| Fix::r#unsafe("allow `https` alone", edit)));
}
