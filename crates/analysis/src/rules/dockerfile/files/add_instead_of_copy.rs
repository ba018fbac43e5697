//! `add-instead-of-copy`: ADD where COPY does the same.

use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Keyword};
use plimsoll_text::Edit;

rule! {
    /// ADD also downloads and unpacks. Where neither is meant, COPY says so, and nothing is unpacked by surprise.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ADD app.py /srv/
    /// ^^^ warning: ADD only copies here
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// COPY app.py /srv/
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ADD https://example.com/tool.bin /usr/local/bin/tool
    /// ADD rootfs.tar.xz /
    /// ADD git@github.com:example/project.git /src
    /// ADD $ARCHIVE /srv/
    /// ```
    "add-instead-of-copy" {
        summary: "ADD where COPY does the same",
        category: Category::Style,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["DL3020", "DS-0005", "CKV_DOCKER_4"],
        options: &[as_hadolint::OPTION],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    if as_hadolint::is_on(cx.settings, &RULE) {
        let Body::Copy(copy) = &cx.instruction.body else { return };
        let is_own = |word: &plimsoll_dockerfile::Word| {
            let text = word.raw(cx.source()).trim_matches(['"', '\'']);
            let endings = [
                ".tar", ".gz", ".bz2", ".xz", ".lzma", ".tgz", ".tbz", ".tbz2", ".tb2", ".txz", ".tlz", ".tpz", ".Z",
                ".tZ",
            ];
            let is_url = text.starts_with("http://") || text.starts_with("https://");
            is_url || endings.iter().any(|ending| text.ends_with(ending))
        };
        if cx.instruction.keyword == Keyword::Add && !as_hadolint::is_onbuild(cx) && !copy.sources.iter().all(is_own) {
            sink.report(cx.instruction.keyword_range, "ADD only copies here")
                .note("ADD also downloads and unpacks; COPY says that neither is meant");
        }
        return;
    }
    let Body::Copy(copy) = &cx.instruction.body else { return };
    if cx.instruction.keyword != Keyword::Add || copy.destination.is_none() {
        return;
    }
    let adds =
        ["checksum", "keep-git-dir", "unpack"].iter().any(|flag| cx.instruction.flag(cx.source(), flag).is_some());
    let plain = copy.sources.iter().all(|word| {
        let expanded = cx.build.expand(cx.step, word).map(|value| value.text);
        word.literal(cx.source()).is_some() && expanded.is_some_and(|text| is_plain(&text))
    });
    if adds || !plain {
        return;
    }
    let upper = cx.text(cx.instruction.keyword_range).bytes().any(|byte| byte.is_ascii_uppercase());
    let edit = Edit::replace(cx.instruction.keyword_range, if upper { "COPY" } else { "copy" });
    sink.report(cx.instruction.keyword_range, "ADD only copies here")
        .note("ADD also downloads and unpacks; COPY says that neither is meant")
        .fix(Fix::safe("use COPY", edit));
}

/// Whether a source is a file or folder of the context that the builder would not unpack. The builder looks into
/// files, so a name that may be an archive's counts as one.
/// Source: Dockerfile reference, "Adding local tar archives", 2026-11.
fn is_plain(source: &str) -> bool {
    let lower = source.to_ascii_lowercase();
    let remote = lower.contains("://")
        || lower.starts_with("git@")
        || lower.starts_with("github.com/")
        || lower.contains(".git#");
    let name = lower.trim_end_matches('/').rsplit('/').next().unwrap_or("");
    let endings = [".tgz", ".tbz", ".tbz2", ".txz", ".tzst", ".tlz", ".gz", ".bz2", ".xz", ".zst", ".lzma", ".tar"];
    // `dump.sql.gz` says what is inside, and it is no archive.
    let bare = ["gz", "bz2", "xz", "zst"].iter().find_map(|ending| name.strip_suffix(ending)?.strip_suffix('.'));
    let inner = bare.and_then(|rest| rest.rsplit_once('.')).map(|(_, inner)| inner);
    let is_text = inner.is_some_and(|it| ["sql", "csv", "json", "txt", "log", "xml", "html", "conf"].contains(&it));
    let archive = name.contains(".tar")
        || endings.iter().any(|ending| name.ends_with(ending)) && !is_text
        || name.contains("rootfs");
    let last = name.rsplit_once('.').map_or(name, |(_, last)| last);
    let open = last.contains(['*', '?', '[']) || name.contains('*') && !name.contains('.');
    !remote && !archive && !open && !(lower.ends_with(".git"))
}
