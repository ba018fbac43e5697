//! `download-without-retry`: download that gives up at the first hitch.

use crate::rule::rule;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Fetch, Fetcher, fetch, is_local};
use plimsoll_model::tables::shells::KnownShell;
use plimsoll_shell::ScopeKind;
use plimsoll_text::Edit;

rule! {
    /// A server that is busy for a second fails the build. curl tries once unless it is told otherwise; wget tries again,
    /// but not when the connection is refused.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN curl -fsSLo app.tgz https://example.com/app.tgz
    /// #   ^^^^ note: the download is tried once
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN curl --retry 5 --retry-connrefused -fsSLo app.tgz https://example.com/app.tgz
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN curl --retry 3 -fsSLo app.tgz https://example.com/app.tgz
    /// RUN wget -q --tries=3 https://example.com/app.tgz
    /// RUN until curl -fsS https://example.com/ready; do sleep 1; done
    /// ```
    "download-without-retry" {
        summary: "download that gives up at the first hitch",
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
    let Some(fetch) = fetch(cx.command).filter(Fetch::fetches) else { return };
    let loops = cx.script.is_within(cx.command, ScopeKind::LoopBody)
        || cx.script.is_within(cx.command, ScopeKind::LoopCondition);
    let is_own = fetch.host().is_some_and(|host| is_local(&host)) || fetch.urls().next().is_none();
    let configured = [".curlrc", ".wgetrc", "wgetrc"].iter().any(|name| cx.source().contains(name));
    let is_wrapped = cx.command.effective().is_wrapped_by("retry");
    if loops || is_own || configured || is_wrapped || fetch.operands.doubtful {
        return;
    }
    let (given, option): (&[&str], &str) = match fetch.fetcher {
        Fetcher::Curl => (&["--retry", "-K", "--config"], " --retry 5 --retry-connrefused"),
        // BusyBox knows no such option.
        Fetcher::Wget if cx.stage.and_then(|stage| cx.build.known_shell(stage)) == Some(KnownShell::Ash) => return,
        Fetcher::Wget => (&["-t", "--tries"], " --tries=5 --waitretry=5 --retry-connrefused"),
    };
    if fetch.operands.has(given) {
        return;
    }
    let message = match fetch.fetcher {
        Fetcher::Curl => "the download is tried once",
        Fetcher::Wget => "a refused connection is not tried again",
    };
    let end = fetch.program.range.end();
    let is_exec = cx.source()[usize::from(end)..].starts_with('"');
    let fix = (!is_exec).then(|| Fix::r#unsafe("try it several times", Edit::insert(end, option)));
    sink.report(fetch.program.range, message).fix(fix);
}
