//! `latest-download-url`: download that moves with releases.

use super::address::{https, plain_download};
use crate::rule::rule;
use crate::{Category, Check, Finding, Fix, FixAvailability, InstructionCx, Level, Levels, Question, Sink};
use plimsoll_dockerfile::{Body, Keyword};
use plimsoll_model::commands::{Fetch, Fetcher, fetch, file_name_of_url};
use plimsoll_text::{Edit, TextRange, size};

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
    /// With `--online` the address is asked where it leads now, and GitHub for the commit of a branch. With these answers:
    ///
    /// ```text,network
    /// redirect https://github.com/acme/lib/releases/latest/download/lib.tgz https://github.com/acme/lib/releases/download/v2.0.1/lib.tgz
    /// commit https://github.com/acme/lib main 0123456789abcdef0123456789abcdef01234567
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN curl -fsSLO https://github.com/acme/lib/releases/latest/download/lib.tgz
    /// #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: this address names another file after each release
    /// ADD https://raw.githubusercontent.com/acme/lib/main/lib.conf /etc/
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: this address names another file after each release
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN curl -fsSLO https://github.com/acme/lib/releases/download/v2.0.1/lib.tgz
    /// ADD https://raw.githubusercontent.com/acme/lib/0123456789abcdef0123456789abcdef01234567/lib.conf /etc/
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
        fix: FixAvailability::Unsafe,
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
                let finding = report(sink, source.range);
                let url = https(cx.text(source.range).trim_matches(['"', '\'']));
                offer(cx, finding, source.range, url, true);
            }
        }
        Body::Run(_) => {
            for command in cx.build.scripts(cx.step).iter().flat_map(|script| &script.commands) {
                let Some(fetch) = fetch(command) else { continue };
                for url in fetch.urls().filter(|url| moves(url.raw())) {
                    let finding = report(sink, url.range);
                    offer(cx, finding, url.range, plain_download(&fetch), is_named_by_address(&fetch));
                }
            }
        }
        _ => {}
    }
}

fn report(sink: &mut Sink, range: TextRange) -> &mut Finding {
    sink.report(range, "this address names another file after each release")
        .note("name a version, so that a build tomorrow gets the same file")
}

/// Offers the address that this one is today. Where the file takes its name from the address, that must stay.
fn offer(cx: &InstructionCx<'_>, finding: &mut Finding, range: TextRange, url: Option<&str>, keeps_name: bool) {
    let raw = cx.text(range);
    let Some((url, start)) = url.and_then(|url| Some((url, raw.find(url)?))) else { return };
    if let Some((repository, branch)) = raw_file(url) {
        let question = Question::Commit { repository, reference: Some(url[branch.clone()].to_owned()) };
        if let Some(commit) = finding.answer(cx, question) {
            let place = TextRange::at(range.start() + size(start + branch.start), size(branch.len()));
            let title = format!("name the commit that `{}` is today", &url[branch]);
            finding.fix(Fix::r#unsafe(title, Edit::replace(place, commit)));
        }
        return;
    }
    let answer = finding.answer(cx, Question::Redirect { url: url.to_owned() });
    let fits = |target: &&str| !moves(target) && (!keeps_name || file_name_of_url(target) == file_name_of_url(url));
    if let Some(target) = answer.filter(fits) {
        let place = TextRange::at(range.start() + size(start), size(url.len()));
        finding.fix(Fix::r#unsafe("name the version that this address leads to today", Edit::replace(place, target)));
    }
}

/// Whether the downloaded file gets the last part of the address as its name.
fn is_named_by_address(fetch: &Fetch<'_>) -> bool {
    match fetch.fetcher {
        Fetcher::Curl => fetch.operands.has(&["-O", "--remote-name"]),
        Fetcher::Wget => !fetch.operands.has(&["-O", "--output-document"]),
    }
}

/// The repository of a file of a branch on GitHub, and where the branch stands:
/// `https://raw.githubusercontent.com/OWNER/NAME/BRANCH/…`, `https://github.com/OWNER/NAME/raw/BRANCH/…`.
fn raw_file(url: &str) -> Option<(String, std::ops::Range<usize>)> {
    let (host, raw) = match url.strip_prefix("https://raw.githubusercontent.com/") {
        Some(_) => ("https://raw.githubusercontent.com/", ""),
        None => ("https://github.com/", "raw/"),
    };
    let mut parts = url.strip_prefix(host)?.splitn(3, '/');
    let (owner, name, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let branch = rest.strip_prefix(raw)?.split('/').next()?;
    let start = host.len() + owner.len() + name.len() + 2 + raw.len();
    let is_branch =
        matches!(branch, "main" | "master" | "HEAD") && url.as_bytes().get(start + branch.len()) == Some(&b'/');
    is_branch.then(|| (format!("https://github.com/{owner}/{name}"), start..start + branch.len()))
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
