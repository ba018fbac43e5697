//! `download-then-extract`: archive that ADD could fetch and unpack.

use super::flow::{UseKind, first_use, saved};
use crate::rule::rule;
use crate::rules::dockerfile::lines::plain_run;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_model::commands::{deletes, fetch, saved_file, stays_flat};
use plimsoll_shell::{Command, Connector};
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
    /// The sum that is checked between becomes that of ADD:
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN curl -fsSLo /tmp/a.tgz https://example.com/a.tgz \
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: `ADD --unpack` fetches and unpacks this archive
    ///  && echo "b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973  /tmp/a.tgz" | sha256sum -c \
    ///  && tar -xzf /tmp/a.tgz -C /opt && rm /tmp/a.tgz
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ADD --checksum=sha256:b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973 --unpack=true https://example.com/a.tgz /opt/
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
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let [script] = cx.build.scripts(cx.step) else { return };
    let is_list = script.commands.iter().enumerate().all(|(at, it)| {
        matches!(it.connector(), Connector::Start | Connector::And) || at == 2 && it.connector() == Connector::Pipe
    });
    // Archives are unpacked from 1.17 on. Source: release notes of docker/dockerfile, 2026-11.
    let knows_unpack = !cx.build.has_foreign_frontend() && !cx.build.has_frontend_before(17);
    if !script.complete || !script.scopes.is_empty() || !is_list || !knows_unpack {
        return;
    }
    let Some((first, rest)) = script.commands.split_first() else { return };
    let files = saved(cx);
    let Some(file) = files.iter().find(|it| it.is_of(first)) else { return };
    let (sum, rest) = match rest {
        [echo, sum, rest @ ..] if sum.connector() == Connector::Pipe => match checked(echo, sum, first) {
            Some(hash) => (Some(hash), rest),
            None => return,
        },
        _ => (None, rest),
    };
    let Some((tar, rest)) = rest.split_first().filter(|_| sum.is_some() || stays_flat(script)) else { return };
    let unpacks = first_use(cx, file, UseKind::Unpacks).is_some_and(|it| it.command.range == tar.range);
    let only_deletes = rest.iter().all(|it| !deletes(it).is_empty());
    if !unpacks || tar.effective().name() != Some("tar") || !only_deletes {
        return;
    }
    sink.report(first.range, "`ADD --unpack` fetches and unpacks this archive").fix(fix(cx, first, tar, sum));
}

/// The SHA-256 of `echo "HASH  FILE" | sha256sum -c`, for the file that `first` saves.
fn checked<'a>(echo: &'a Command, sum: &Command, first: &Command) -> Option<&'a str> {
    let is_check = |text: &str| text == "--check" || (text.starts_with('-') && text.contains('c'));
    let checks = match sum.name() {
        Some("sha256sum") => sum.args().iter().any(|word| word.literal().is_some_and(is_check)),
        Some("shasum") => sum.args().iter().any(|word| word.is("256")),
        _ => false,
    };
    let [line] = echo.args() else { return None };
    let (hash, name) = line.literal().filter(|_| checks && echo.name() == Some("echo"))?.split_once(' ')?;
    let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_it = saved_file(first).is_some_and(|file| file == name.trim_start_matches([' ', '*']));
    (is_hash && is_it).then_some(hash)
}

/// With its sum the content is held, as it was before; without one, somebody has to add it.
fn fix(cx: &InstructionCx<'_>, first: &Command, tar: &Command, sum: Option<&str>) -> Option<Fix> {
    plain_run(cx).filter(|_| cx.instruction.flags.is_empty() && cx.instruction.comments.is_empty())?;
    let fetched = fetch(first)?;
    let url =
        fetched.urls().next()?.literal().filter(|url| url.starts_with("https://") && fetched.urls().count() == 1)?;
    let [flags, _, c, directory] = tar.args() else { return None };
    let is_plain = matches!(flags.literal(), Some("-xzf" | "xzf" | "-xf" | "xf" | "-zxf" | "zxf" | "-xJf" | "-xjf"));
    let directory = directory.literal().filter(|it| it.starts_with('/') && !it.contains(' '))?;
    let has_header = fetched.operands.has(&["-H", "--header", "-u", "--user"]);
    // What ADD unpacks belongs to root, as what root's tar unpacks mostly does.
    let is_root = cx.build.runs_as_root(cx.step) == Some(true);
    if !is_plain || !(c.is("-C") || c.is("--directory")) || has_header || !is_root {
        return None;
    }
    let hash = sum.unwrap_or("<sha256>");
    let directory = directory.trim_end_matches('/');
    let text = format!("ADD --checksum=sha256:{hash} --unpack=true {url} {directory}/");
    let edit = Edit::replace(cx.instruction.range, text);
    const TITLE: &str = "fetch and unpack it with `ADD`";
    Some(if sum.is_some() { Fix::r#unsafe(TITLE, edit) } else { Fix::manual(TITLE, edit) })
}
