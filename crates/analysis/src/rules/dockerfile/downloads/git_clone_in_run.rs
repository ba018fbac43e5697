//! `git-clone-in-run`: clone that ADD could make.

use crate::rule::rule;
use crate::rules::dockerfile::lines::plain_run;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_model::commands::stays_flat;
use plimsoll_shell::Word;
use plimsoll_text::Edit;

rule! {
    /// ADD clones a repository without git in the image, and notices when the reference moves.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN git clone --depth 1 --branch v1.4.2 https://github.com/acme/app.git /src
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: ADD clones without git in the image
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN git clone https://github.com/acme/app.git /src && cd /src && make
    /// RUN git clone --branch v1 https://$TOKEN@github.com/acme/app.git /src
    /// ```
    "git-clone-in-run" {
        summary: "clone that ADD could make",
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
    let [command] = &script.commands[..] else { return };
    let effective = command.effective();
    if !stays_flat(script) || effective.name() != Some("git") || cx.build.has_foreign_frontend() {
        return;
    }
    let [clone, rest @ ..] = effective.args else { return };
    let Some(found) = (if clone.is("clone") { read(rest) } else { None }) else { return };
    let has_secret = matches!(&cx.instruction.body, plimsoll_dockerfile::Body::Run(run) if !run.mounts.is_empty());
    if has_secret {
        return;
    }
    let old = cx
        .syntax
        .directives()
        .any(|it| cx.text(it.name).eq_ignore_ascii_case("syntax") && cx.text(it.value) != "docker/dockerfile:1");
    let fix = found.directory.filter(|_| !old && plain_run(cx).is_some() && cx.instruction.flags.is_empty()).map(
        |directory| {
            let url = found.url.strip_suffix(".git").unwrap_or(found.url);
            let text = format!("ADD {url}.git#{} {directory}", found.reference);
            Fix::manual("clone with `ADD`", Edit::replace(cx.instruction.range, text))
        },
    );
    sink.report(command.range, "ADD clones without git in the image").fix(fix);
}

struct Clone<'a> {
    url: &'a str,
    reference: &'a str,
    directory: Option<&'a str>,
}

/// A clone of a fixed reference over https, with options that ADD has no need of.
fn read(args: &[Word]) -> Option<Clone<'_>> {
    let (mut reference, mut operands) = (None, Vec::new());
    let mut rest = args.iter();
    while let Some(word) = rest.next() {
        let text = word.literal()?;
        match text {
            "-b" | "--branch" => reference = Some(rest.next()?.literal()?),
            "--depth" => drop(rest.next()?),
            "-q" | "--quiet" | "--single-branch" | "--no-tags" => {}
            _ if text.starts_with("--branch=") => reference = text.strip_prefix("--branch="),
            _ if text.starts_with("--depth=") => {}
            _ if text.starts_with('-') => return None,
            _ => operands.push(text),
        }
    }
    let (url, directory) = match operands[..] {
        [url] => (url, None),
        [url, directory] => (url, Some(directory)),
        _ => return None,
    };
    let is_plain = url.starts_with("https://") && !url.contains(['@', '#', '?', ' ']);
    let is_fixed = |it: &&str| it.bytes().any(|byte| byte.is_ascii_digit()) && !it.contains(['/', ':', '#']);
    Some(Clone { url, reference: reference.filter(is_fixed)?, directory }).filter(|_| is_plain)
}
