//! `remote-add-without-checksum`: ADD of a URL without a checksum.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Keyword};

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
        fix: FixAvailability::None,
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
        sink.report(source.range, "this download is not held by a checksum")
            .note("add `--checksum=sha256:…`; a build tomorrow may get something else");
    }
}
