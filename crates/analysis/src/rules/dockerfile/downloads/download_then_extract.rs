//! `download-then-extract`: archive that ADD could fetch and unpack.

use super::flow::{UseKind, first_use, saved};
use crate::rule::rule;
use crate::rules::dockerfile::lines::plain_run;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_model::commands::{deletes, fetch, stays_flat};
use plimsoll_shell::Command;
use plimsoll_text::Edit;

rule! {
    /// `ADD --unpack` fetches an archive and unpacks it, without curl and tar in the image, and holds it with `--checksum`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN curl -fsSLo app.tgz https://example.com/app.tgz && tar -xzf app.tgz -C /opt && rm app.tgz
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: `ADD --unpack` fetches and unpacks this archive
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN curl -fsSLo app.tgz https://example.com/app.tgz && tar -xzf app.tgz && make -C app install && rm -rf app app.tgz
    /// RUN curl -fsSLo app.zip https://example.com/app.zip && unzip app.zip && rm app.zip
    /// ```
    "download-then-extract" {
        summary: "archive that ADD could fetch and unpack",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let [script] = cx.build.scripts(cx.step) else { return };
    if !stays_flat(script) || !script.scopes.is_empty() || cx.build.has_foreign_frontend() {
        return;
    }
    let [first, tar, rest @ ..] = &script.commands[..] else { return };
    let files = saved(cx);
    let Some(file) = files.iter().find(|it| it.command.range == first.range) else { return };
    let unpacks = first_use(cx, file, UseKind::Unpacks).is_some_and(|it| it.command.range == tar.range);
    let only_deletes = rest.iter().all(|it| !deletes(it).is_empty());
    if !unpacks || tar.effective().name() != Some("tar") || !only_deletes {
        return;
    }
    sink.report(first.range, "`ADD --unpack` fetches and unpacks this archive").fix(fix(cx, first, tar));
}

/// Needs frontend 1.17. Source: release notes of docker/dockerfile, 2026-11.
fn fix(cx: &InstructionCx<'_>, first: &Command, tar: &Command) -> Option<Fix> {
    plain_run(cx).filter(|_| cx.instruction.flags.is_empty())?;
    let fetched = fetch(first)?;
    let url =
        fetched.urls().next()?.literal().filter(|url| url.starts_with("https://") && fetched.urls().count() == 1)?;
    let old = cx
        .syntax
        .directives()
        .any(|it| cx.text(it.name).eq_ignore_ascii_case("syntax") && cx.text(it.value) != "docker/dockerfile:1");
    let [flags, _, c, directory] = tar.args() else { return None };
    let is_plain = matches!(flags.literal(), Some("-xzf" | "xzf" | "-xf" | "xf" | "-zxf" | "zxf" | "-xJf" | "-xjf"));
    let directory = directory.literal().filter(|it| it.starts_with('/') && !it.contains(' '))?;
    let has_header = fetched.operands.has(&["-H", "--header", "-u", "--user"]);
    if old || !is_plain || !(c.is("-C") || c.is("--directory")) || has_header {
        return None;
    }
    let text = format!("ADD --unpack=true {url} {}/", directory.trim_end_matches('/'));
    Some(Fix::manual("fetch and unpack it with `ADD`", Edit::replace(cx.instruction.range, text)))
}
