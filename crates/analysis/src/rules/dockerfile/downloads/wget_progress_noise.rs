//! `wget-progress-noise`: wget that fills the log.

use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Fetcher, fetch};
use plimsoll_shell::{Dialect, ShellKind};
use plimsoll_text::Edit;

rule! {
    /// wget prints a progress bar, which becomes thousands of lines in the log of a build.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN wget https://example.com/app.tgz
    /// #   ^^^^ note: `wget` without `-nv` or `--progress` fills the log of the build
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN wget -nv https://example.com/app.tgz
    /// ```
    ///
    /// BusyBox has no `-nv`:
    ///
    /// ```Dockerfile,bad
    /// FROM alpine:3.22
    /// RUN wget https://example.com/app.tgz
    /// #   ^^^^ note: `wget` without `-nv` or `--progress` fills the log of the build
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM alpine:3.22
    /// RUN wget -q https://example.com/app.tgz
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN wget -q https://example.com/a && wget --progress=dot:giga https://example.com/b && wget -nv https://example.com/c
    /// ```
    "wget-progress-noise" {
        summary: "wget that fills the log",
        category: Category::Style,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Note),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["DL3047"],
        options: &[as_hadolint::OPTION],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    if as_hadolint::is_on(cx.settings, &RULE) {
        let Some(command) = as_hadolint::plain(cx) else { return };
        let is_wget = command.name == "wget" || command.name == "busybox" && command.has("wget");
        let quiet = ["-nv", "--no-verbose", "--quiet"].iter().any(|option| command.has(option))
            || ['q', 'o', 'a'].iter().any(|letter| command.has_letter(*letter));
        let starts = ["-o", "-a", "--output-file", "--append-output", "--progress"];
        let elsewhere = command.words.iter().any(|(_, text)| starts.iter().any(|start| text.starts_with(start)));
        if is_wget && !quiet && !elsewhere {
            sink.report(command.head("wget"), "`wget` without `-nv` or `--progress` fills the log of the build");
        }
        return;
    }
    let Some(fetch) = fetch(cx.command).filter(|it| it.fetcher == Fetcher::Wget && it.fetches()) else { return };
    let quiet = ["-q", "--quiet", "--no-verbose", "--progress", "-o", "--output-file", "-a", "--append-output", "-b"];
    let is_nv = cx
        .command
        .effective()
        .args
        .iter()
        .any(|word| word.literal().is_some_and(|text| text.starts_with("-n") && text.contains('v')));
    if fetch.operands.has(&quiet)
        || is_nv
        || fetch.operands.doubtful
        || fetch.urls().next().is_none()
        || cx.source().contains("wgetrc")
    {
        return;
    }
    let busybox = cx.build.shell_kind(cx.step) == ShellKind::Posix(Dialect::Ash);
    let option = if busybox { " -q" } else { " -nv" };
    sink.report(fetch.program.range, "`wget` without `-nv` or `--progress` fills the log of the build")
        .fix(Fix::safe(format!("add `{}`", option.trim_start()), Edit::insert(fetch.program.range.end(), option)));
}
