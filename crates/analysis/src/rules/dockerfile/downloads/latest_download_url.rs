//! `latest-download-url`: download that moves with releases.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Keyword};
use plimsoll_model::commands::fetch;
use plimsoll_text::TextRange;

rule! {
    /// An address with `latest`, `master` or `main` in it gives another file after each release.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN curl -fsSLO https://github.com/acme/app/releases/latest/download/app.tgz
    /// #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: this address names another file after each release
    /// ADD --checksum=sha256:b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973 https://example.com/latest/app.tgz /tmp/
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN curl -fsSLO https://github.com/acme/app/releases/download/v1.4.2/app.tgz
    /// RUN curl -fsSLO https://deb.example.com/pool/main/a/app/app_1.4.2_amd64.deb
    /// RUN curl -fsSLO https://repo.example.com/org/acme/main/app/1.4.2/app-1.4.2.jar
    /// ```
    "latest-download-url" {
        summary: "download that moves with releases",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    match &cx.instruction.body {
        // A checksum turns another file into an error.
        Body::Copy(copy)
            if cx.instruction.keyword == Keyword::Add && cx.instruction.flag(cx.source(), "checksum").is_none() =>
        {
            for source in copy.sources.iter().filter(|source| moves(cx.text(source.range))) {
                report(sink, source.range);
            }
        }
        Body::Run(_) => {
            for command in cx.build.scripts(cx.step).iter().flat_map(|script| &script.commands) {
                let Some(fetch) = fetch(command) else { continue };
                for url in fetch.urls().filter(|url| moves(url.raw())) {
                    report(sink, url.range);
                }
            }
        }
        _ => {}
    }
}

fn report(sink: &mut Sink, range: TextRange) {
    sink.report(range, "this address names another file after each release")
        .note("name a version, so that a build tomorrow gets the same file");
}

fn moves(url: &str) -> bool {
    let url = url.trim_matches(['"', '\'']);
    let is_web = url.starts_with("http://") || url.starts_with("https://");
    let path = url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
    let path = path.split(['?', '#']).next().unwrap_or(path);
    // What the interface of GitHub says about the latest release is asked for a version, not taken as a file.
    let is_lookup = url.contains("api.github.com") || path.ends_with("/latest") || path.ends_with(".txt");
    let parts = || path.split('/').rev().skip(1);
    // Elsewhere `main` is a part of an archive of packages (`pool/main`) or of a name (`org/acme/main`).
    let host = url.split_once("://").and_then(|(_, rest)| rest.split('/').next()).unwrap_or_default();
    let has_branches = ["git", "bitbucket", "codeberg", "huggingface"].iter().any(|it| host.contains(it));
    let is_moving = |part: &str| matches!(part, "latest" | "master" | "HEAD") || part == "main" && has_branches;
    is_web && !is_lookup && (parts().any(is_moving) || path.contains("-latest."))
}
