//! `curl-without-redirects`: curl that does not follow redirects.

use super::flow::{UseKind, first_use, saved};
use crate::rule::rule;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Fetcher, fetch, is_local};
use plimsoll_model::tables::https::answers_directly;
use plimsoll_text::Edit;

rule! {
    /// Without `-L` curl ends well at a redirect and leaves an empty or useless file.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN curl -fsSo app.tgz https://example.com/app.tgz
    /// #   ^^^^ note: `curl` without `-L` stops at a redirect
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN curl -L -fsSo app.tgz https://example.com/app.tgz
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN curl -fsSLo app.tgz https://example.com/app.tgz
    /// ```
    "curl-without-redirects" {
        summary: "curl that does not follow redirects",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(fetch) = fetch(cx.command).filter(|it| it.fetcher == Fetcher::Curl && it.fetches()) else { return };
    let options = &fetch.operands;
    let saves = options.has(&["-o", "-O", "--output", "--remote-name"]) || is_piped(cx);
    let follows = options.has(&[
        "-L",
        "--location",
        "--location-trusted",
        "--max-redirs",
        "-K",
        "--config",
        "-I",
        "-X",
        "--request",
    ]);
    let has_mark = cx
        .command
        .effective()
        .args
        .iter()
        .any(|word| word.prefix_literal().contains('#') && word.prefix_literal().starts_with('-'));
    let local = fetch.host().is_some_and(|host| is_local(&host) || answers_directly(&host));
    if saves && !follows && !options.doubtful && !local && !has_mark {
        let end = fetch.program.range.end();
        let is_exec = cx.source()[usize::from(end)..].starts_with('"');
        let is_https = fetch.urls().next().is_some_and(|url| url.prefix_literal().starts_with("https://"));
        // What runs had better not come from `http://`.
        let option = if is_https && runs(cx) { " -L --proto-redir =https" } else { " -L" };
        sink.report(fetch.program.range, "`curl` without `-L` stops at a redirect").fix(
            (!is_exec).then(|| Fix::r#unsafe(format!("add `{}`", option.trim_start()), Edit::insert(end, option))),
        );
    }
}

/// Whether what it fetches is run: by an interpreter that reads it, or from the file that it is saved to.
fn runs(cx: &CommandCx<'_>) -> bool {
    let own = || saved(cx).into_iter().find(|it| it.is_of(cx.command));
    super::download_piped_to_shell::reader(cx).is_some()
        || own().is_some_and(|saved| first_use(cx, &saved, UseKind::Runs).is_some())
}

/// Whether what it fetches is unpacked or run by the next command of a pipe.
fn is_piped(cx: &CommandCx<'_>) -> bool {
    let Some(seat) = cx.command.place.pipeline else { return false };
    let next = |other: &&plimsoll_shell::Command| {
        other.place.pipeline.is_some_and(|it| it.id == seat.id && it.index == seat.index + 1)
    };
    let reader = cx.script.commands.iter().find(next).and_then(|it| it.effective().name());
    let unpacks = ["tar", "bsdtar", "gunzip", "zcat", "xz", "unxz", "bunzip2", "funzip", "cpio", "gpg", "tee"];
    reader.is_some_and(|name| unpacks.contains(&name)) || super::download_piped_to_shell::reader(cx).is_some()
}
