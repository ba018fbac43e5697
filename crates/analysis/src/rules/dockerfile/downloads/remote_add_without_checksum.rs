//! `remote-add-without-checksum`: ADD of a URL without a checksum.

use super::address::{https, seems_fixed};
use crate::rule::rule;
use crate::rules::dockerfile::lines::with_flag;
use crate::{Category, Check, Finding, Fix, FixAvailability, InstructionCx, Level, Levels, Question, Sink};
use plimsoll_dockerfile::{Body, Keyword};
use plimsoll_model::dockerfile::Frontend;
use plimsoll_model::tables::frontend::minor_version;
use plimsoll_text::{Edit, TextRange, size};

rule! {
    /// ADD takes whatever the server sends; `--checksum` makes it take one content only.
    ///
    /// For a Git repository a full commit hash as the reference does the same.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ADD https://example.com/app.tgz /tmp/
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: this download is not held by a checksum
    /// ```
    ///
    /// With `--online` the address is asked what it gives now, and a repository for the commit of its branch or tag. With
    /// these answers:
    ///
    /// ```text,network
    /// sha256 https://example.com/lib.tgz b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973
    /// commit https://example.com/lib.git main 0123456789abcdef0123456789abcdef01234567
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ADD --chown=1000 https://example.com/lib.tgz /tmp/
    /// #                ^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: this download is not held by a checksum
    /// ADD https://example.com/lib.git#main:src /src
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: this download is not held by a checksum
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ADD --chown=1000 --checksum=sha256:b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973 https://example.com/lib.tgz /tmp/
    /// ADD https://example.com/lib.git#0123456789abcdef0123456789abcdef01234567:src /src
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ADD --checksum=sha256:b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973 https://example.com/app.tgz /tmp/
    /// ADD https://github.com/acme/app.git#0123456789abcdef0123456789abcdef01234567 /src
    /// ADD app.tgz /tmp/
    /// ```
    "remote-add-without-checksum" {
        summary: "ADD of a URL without a checksum",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Copy(copy) = &cx.instruction.body else { return };
    if cx.instruction.keyword != Keyword::Add || cx.instruction.flag(cx.source(), "checksum").is_some() {
        return;
    }
    for source in &copy.sources {
        let text = cx.text(source.range);
        let text = text.trim_matches(['"', '\'']);
        let is_http = text.starts_with("http://") || text.starts_with("https://");
        if !(is_http || text.starts_with("git@") || text.starts_with("git://") || text.starts_with("ssh://")) {
            continue;
        }
        let reference = text.split_once('#').map_or("", |(_, reference)| reference);
        let commit = reference.split(':').next().unwrap_or("");
        let is_commit = commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
        // Checksums came with 1.6, and for repositories with 1.16. Source: release notes of docker/dockerfile, 2026-11.
        let is_git = !is_http || text.split(['?', '#']).next().is_some_and(|url| url.ends_with(".git"));
        if cx.build.has_frontend_before(if is_git { 16 } else { 6 }) {
            continue;
        }
        if is_commit || text.contains("checksum=") || text.contains("commit=") || commit.contains('$') {
            continue;
        }
        let finding = sink
            .report(source.range, "this download is not held by a checksum")
            .note("add `--checksum=sha256:…`; a build tomorrow may get something else");
        // A checksum is of one source, and a frontend of one's own may know none.
        if copy.sources.len() == 1 && !cx.build.has_foreign_frontend() {
            offer(cx, finding, source.range);
        }
    }
}

/// Offers what the network says of the source at `range`.
fn offer(cx: &InstructionCx<'_>, finding: &mut Finding, range: TextRange) {
    let raw = cx.text(range);
    let quotes = raw.len() - raw.trim_start_matches(['"', '\'']).len();
    let Some(url) = https(raw.trim_matches(['"', '\''])) else { return };
    let (address, fragment) = url.split_once('#').map_or((url, None), |(address, rest)| (address, Some(rest)));
    if address.ends_with(".git") {
        let reference = fragment.map(|it| it.split(':').next().unwrap_or(it)).filter(|it| !it.is_empty());
        let repository = address.to_owned();
        let question = Question::Commit { repository, reference: reference.map(str::to_owned) };
        let Some(commit) = finding.answer(cx, question) else { return };
        let start = range.start() + size(quotes + address.len());
        let written = fragment.map_or(0, |_| 1 + reference.map_or(0, str::len));
        let place = TextRange::at(start, size(written));
        let title = format!("name the commit that `{}` is today", reference.unwrap_or("HEAD"));
        finding.fix(Fix::safe(title, Edit::replace(place, format!("#{commit}"))));
        return;
    }
    let too_old = |Frontend { minor, labs, .. }: Frontend| {
        minor_version("ADD", "checksum", labs).is_some_and(|needed| needed > minor)
    };
    if fragment.is_some() || !seems_fixed(url) || cx.build.frontend().is_some_and(too_old) {
        return;
    }
    if let Some(sum) = finding.answer(cx, Question::Sha256 { url: url.to_owned() }) {
        let flag = format!("--checksum=sha256:{sum}");
        finding.fix(Fix::safe("take what the address gives today and nothing else", with_flag(cx.instruction, &flag)));
    }
}
