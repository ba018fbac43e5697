//! `unpinned-git-clone`: clone of a branch.

use super::address::{behind, https};
use crate::rule::rule;
use crate::{Category, Check, CommandCx, Finding, Fix, FixAvailability, Level, Levels, Question, Sink};
use plimsoll_shell::{Command, Word};

rule! {
    /// A clone of a branch takes whatever was pushed last.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN git clone https://github.com/acme/app.git /src
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: the clone takes whatever was pushed last
    /// ```
    ///
    /// With `--online` the repository is asked for the commit of its branch, and that is checked out behind the clone, which
    /// any Git can. With this answer:
    ///
    /// ```text,network
    /// commit https://github.com/acme/lib.git - 0123456789abcdef0123456789abcdef01234567
    /// commit https://github.com/acme/lib.git main 0123456789abcdef0123456789abcdef01234567
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN git clone https://github.com/acme/lib.git
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: the clone takes whatever was pushed last
    /// RUN git clone --depth 1 -b main https://github.com/acme/lib.git /src && make -C /src
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: the clone takes whatever was pushed last
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN git clone https://github.com/acme/lib.git && git -C lib checkout 0123456789abcdef0123456789abcdef01234567
    /// RUN git clone --depth 1 -b main https://github.com/acme/lib.git /src && git -C /src fetch --depth 1 origin 0123456789abcdef0123456789abcdef01234567 && git -C /src checkout 0123456789abcdef0123456789abcdef01234567 && make -C /src
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN git clone --branch v1.4.2 --depth 1 https://github.com/acme/app.git /src
    /// RUN git clone https://github.com/acme/app.git /src && cd /src && git checkout 0123456789abcdef0123456789abcdef01234567
    /// RUN git clone https://github.com/acme/lib.git
    /// RUN cd lib && git checkout v2.0.1
    /// ```
    "unpinned-git-clone" {
        summary: "clone of a branch",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let effective = cx.command.effective();
    if effective.name() != Some("git") || !effective.args.iter().any(|word| word.is("clone")) {
        return;
    }
    let args = effective.args;
    let is_remote = args.iter().any(|word| {
        let start = word.prefix_literal();
        start.contains("://") || start.starts_with("git@")
    });
    // Also what cannot be seen: a branch by a variable, options in one.
    let mut branch = None;
    for (at, word) in args.iter().enumerate() {
        match word.literal() {
            Some("-b" | "--branch") => branch = args.get(at + 1).map(|word| word.literal().unwrap_or("1")),
            Some(text) if text.starts_with("--branch=") => branch = text.strip_prefix("--branch="),
            Some(text) if text.starts_with("--revision") || text == "--mirror" => return,
            None if !word.prefix_literal().contains("://") && !word.prefix_literal().starts_with(['/', '.']) => return,
            _ => {}
        }
    }
    let moves = branch.is_none_or(|branch| matches!(branch, "main" | "master" | "develop" | "dev" | "HEAD" | "trunk"));
    if !is_remote || !moves || settles(cx) {
        return;
    }
    let place = effective.range().unwrap_or(cx.command.range);
    let finding = sink
        .report(place, "the clone takes whatever was pushed last")
        .note("check out a tag or a commit, so that a build tomorrow gets the same source");
    offer(cx, finding);
}

/// Offers to check out the commit that the branch is today. A shallow clone has it only as long as nothing is pushed, so
/// that it has to be fetched.
fn offer(cx: &CommandCx<'_>, finding: &mut Finding) {
    let effective = cx.command.effective();
    let [clone, rest @ ..] = effective.args else { return };
    let Some(clone) = (if clone.is("clone") { read(rest) } else { None }) else { return };
    let lines = |commit: &str| {
        let folder = clone.folder;
        let fetch = if clone.is_shallow {
            format!("git -C {folder} fetch --depth 1 origin {commit} && ")
        } else {
            String::new()
        };
        behind(cx, cx.script, cx.command, &format!("{fetch}git -C {folder} checkout {commit}"))
    };
    if lines("").is_none() {
        return;
    }
    let reference = clone.branch.filter(|branch| *branch != "HEAD").map(str::to_owned);
    let question = Question::Commit { repository: clone.url.to_owned(), reference };
    if let Some(edit) = finding.answer(cx, question).and_then(lines) {
        let title = format!("check out the commit that `{}` is today", clone.branch.unwrap_or("HEAD"));
        finding.fix(Fix::r#unsafe(title, edit));
    }
}

/// A clone with a working tree and nothing else that a checkout of another commit would have to look after.
struct Clone<'a> {
    url: &'a str,
    branch: Option<&'a str>,
    folder: &'a str,
    is_shallow: bool,
}

fn read(args: &[Word]) -> Option<Clone<'_>> {
    let (mut branch, mut is_shallow, mut operands) = (None, false, Vec::new());
    let mut rest = args.iter();
    while let Some(word) = rest.next() {
        let text = word.literal()?;
        match text {
            "-b" | "--branch" => branch = Some(rest.next()?.literal()?),
            "--depth" => {
                rest.next()?;
                is_shallow = true;
            }
            "-q" | "--quiet" | "-v" | "--verbose" | "--progress" | "--single-branch" | "--no-tags" => {}
            _ if text.starts_with("--branch=") => branch = text.strip_prefix("--branch="),
            _ if text.starts_with("--depth=") => is_shallow = true,
            _ if text.starts_with('-') => return None,
            _ => operands.push(text),
        }
    }
    let (url, folder) = match operands[..] {
        [url] => (url, None),
        [url, folder] => (url, Some(folder)),
        _ => return None,
    };
    let url = https(url).filter(|url| !url.contains(['?', '#']))?;
    let name = url.trim_end_matches('/').rsplit('/').next()?;
    let folder = folder.unwrap_or(name.strip_suffix(".git").unwrap_or(name));
    let is_plain = folder.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/._+-".contains(&byte));
    (is_plain && !folder.is_empty() && !folder.starts_with('-')).then_some(Clone { url, branch, folder, is_shallow })
}

/// Whether a later command goes to a commit or tag: one of the same RUN, or of a later one in the folder of the clone.
fn settles(cx: &CommandCx<'_>) -> bool {
    let start = cx.command.range.start();
    let own = cx.build.scripts(cx.step).iter().flat_map(|script| &script.commands);
    if own.filter(|other| other.range.start() > start).any(moves) {
        return true;
    }
    let (Some(stage), Some(folder)) = (cx.stage, folder(cx.command)) else { return false };
    cx.build.stage_steps(cx.build.stage(stage)).filter(|(step, _)| *step > cx.step).any(|(step, instruction)| {
        let names = |text: &str| text.split(|it: char| " \t/\"';&|".contains(it)).any(|part| part == folder);
        let is_there = names(cx.text(instruction.range))
            || cx.build.working_directory(stage, step).is_some_and(|directory| names(&directory));
        is_there && cx.build.scripts(step).iter().flat_map(|script| &script.commands).any(moves)
    })
}

/// Whether a command takes another commit into a working tree.
fn moves(command: &Command) -> bool {
    let effective = command.effective();
    let moves = |word: &str| matches!(word, "checkout" | "reset" | "switch" | "submodule" | "fetch");
    effective.name() == Some("git") && effective.args.iter().filter_map(|word| word.literal()).any(moves)
}

/// The name of the folder that a clone makes: the last part of the last operand.
fn folder(command: &Command) -> Option<&str> {
    let last = command.effective().args.iter().rfind(|word| !word.prefix_literal().starts_with('-'))?.literal()?;
    let name = last.trim_end_matches('/').rsplit(['/', ':']).next()?;
    Some(name.strip_suffix(".git").unwrap_or(name)).filter(|name| !name.is_empty() && *name != ".")
}
