//! `git-clone-in-run`: clone that ADD could make.

use crate::rule::rule;
use crate::rules::dockerfile::lines::plain_run;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::commands::stays_flat;
use plimsoll_shell::{Command, Connector, Word};
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
    /// With a commit the content is held, too:
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN git clone https://github.com/acme/app.git /src && git -C /src checkout 0123456789abcdef0123456789abcdef01234567
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: ADD clones without git in the image
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ADD https://github.com/acme/app.git#0123456789abcdef0123456789abcdef01234567 /src
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
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let [script] = cx.build.scripts(cx.step) else { return };
    let Some((command, rest)) = script.commands.split_first() else { return };
    let effective = command.effective();
    // Repositories came with 1.6. Source: release notes of docker/dockerfile, 2026-11.
    let knows_them = !cx.build.has_foreign_frontend() && !cx.build.has_frontend_before(6);
    if !stays_flat(script) || effective.name() != Some("git") || !knows_them {
        return;
    }
    let [clone, args @ ..] = effective.args else { return };
    let Some(mut found) = (if clone.is("clone") { read(args) } else { None }) else { return };
    if !rest.is_empty() {
        let commit = checked_out(rest, found.directory.unwrap_or_else(|| found.name()));
        found.reference = found.reference.is_none().then_some(commit).flatten();
    }
    let Some(reference) = found.reference.filter(|reference| is_commit(reference) || rest.is_empty()) else { return };
    let has_secret = matches!(&cx.instruction.body, Body::Run(run) if !run.mounts.is_empty());
    if !has_secret {
        sink.report(command.range, "ADD clones without git in the image").fix(fix(cx, &found, reference));
    }
}

fn fix(cx: &InstructionCx<'_>, found: &Clone<'_>, reference: &str) -> Option<Fix> {
    plain_run(cx)?;
    let is_whole = cx.instruction.flags.is_empty() && cx.instruction.comments.is_empty();
    let url = found.url.strip_suffix(".git").unwrap_or(found.url);
    let directory = found.directory.unwrap_or_else(|| found.name());
    // What ADD brings belongs to root.
    // A relative one would hang on WORKDIR.
    if !is_whole || !directory.starts_with('/') || cx.build.runs_as_root(cx.step) != Some(true) {
        return None;
    }
    let keep = if needs_git(cx) { "--keep-git-dir=true " } else { "" };
    let edit = Edit::replace(cx.instruction.range, format!("ADD {keep}{url}.git#{reference} {directory}"));
    // A tag may move, and ADD with one is no better held than the clone.
    Some(match is_commit(reference) {
        true => Fix::r#unsafe("clone with `ADD`", edit),
        false => Fix::manual("clone with `ADD`", edit),
    })
}

/// Whether git works in the image later, or something reads its folder.
fn needs_git(cx: &InstructionCx<'_>) -> bool {
    cx.build.steps.iter().enumerate().filter(|(step, _)| *step > cx.step).any(|(step, it)| {
        let mut commands = cx.build.scripts(step).iter().flat_map(|script| &script.commands);
        let works = |word: &Word| !word.is("clone") && !word.is("config");
        commands.any(|command| {
            let effective = command.effective();
            effective.name() == Some("git") && effective.args.first().is_some_and(works)
        }) || cx.text(it.instruction.range).contains("/.git")
    })
}

/// The commit that the commands behind a clone check out, if that is all they do.
fn checked_out<'a>(rest: &'a [Command], folder: &str) -> Option<&'a str> {
    let is_and = |command: &Command| command.connector() == Connector::And && command.redirects.is_empty();
    let (args, inside) = match rest {
        [git] if is_and(git) => (git.args(), false),
        [cd, git] if is_and(cd) && is_and(git) && cd.name() == Some("cd") => {
            let [target] = cd.args() else { return None };
            (git.args(), target.literal()?.trim_end_matches('/') == folder.trim_end_matches('/'))
        }
        _ => return None,
    };
    let mut words: Vec<&str> = args.iter().map(|word| word.literal()).collect::<Option<_>>()?;
    if rest.last()?.name() != Some("git") {
        return None;
    }
    if words.first() == Some(&"-C") && words.get(1).is_some_and(|it| it.trim_end_matches('/') == folder) && !inside {
        words.drain(..2);
    } else if !inside {
        return None;
    }
    words.retain(|word| !matches!(*word, "-q" | "--quiet" | "-f" | "--hard" | "--detach"));
    match words[..] {
        ["checkout" | "reset" | "switch", commit] if is_commit(commit) => Some(commit),
        _ => None,
    }
}

fn is_commit(reference: &str) -> bool {
    reference.len() == 40 && reference.bytes().all(|byte| byte.is_ascii_hexdigit())
}

struct Clone<'a> {
    url: &'a str,
    reference: Option<&'a str>,
    directory: Option<&'a str>,
}

impl Clone<'_> {
    /// The folder that git makes when it is told of none.
    fn name(&self) -> &str {
        let last = self.url.trim_end_matches('/').rsplit('/').next().unwrap_or(self.url);
        last.strip_suffix(".git").unwrap_or(last)
    }
}

/// A clone over https, of a fixed reference or of none, with options that ADD has no need of.
fn read(args: &[Word]) -> Option<Clone<'_>> {
    let (mut reference, mut operands) = (None, Vec::new());
    let mut rest = args.iter();
    while let Some(word) = rest.next() {
        let text = word.literal()?;
        match text {
            "-b" | "--branch" => reference = Some(rest.next()?.literal()?),
            "--depth" => drop(rest.next()?),
            "-q" | "--quiet" | "--single-branch" | "--no-tags" | "-n" | "--no-checkout" => {}
            _ if text.starts_with("--revision=") => reference = text.strip_prefix("--revision="),
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
    let is_known = reference.is_none_or(|it| is_fixed(&it));
    Some(Clone { url, reference, directory }).filter(|_| is_plain && is_known)
}
