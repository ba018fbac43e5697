//! `pipe-without-pipefail`: pipe that hides a failure on its left.

use super::members::{Members, Outlook, is_ignored, pipelines};
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::rules::dockerfile::lines::{line_before, line_end, plain_run};
use crate::{
    Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, OptionKind, OptionSpec, Preset, Sink,
};
use plimsoll_dockerfile::{Body, CommandLine, Healthcheck, Instruction, JsonArray};
use plimsoll_model::commands::{Manager, deletes, makes_bash_sh, package_command};
use plimsoll_model::dockerfile::{Stage, StepId};
use plimsoll_model::tables::accounts::Family;
use plimsoll_model::tables::shells::KnownShell;
use plimsoll_shell::{Command, Dialect, ScopeKind, Script, ShellKind, Word, shell_named};
use plimsoll_text::Edit;

rule! {
    /// A pipe ends as its last command does. If the download on its left fails, the build goes on with nothing, or with
    /// what came until then.
    ///
    /// `pipefail` makes the shell notice. `/bin/sh` of Debian and Ubuntu does not know it, so the fix names a shell that
    /// does, once for the stage.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN curl -fsSL https://example.com/setup.sh | sh
    /// #                                           ^ warning: if `curl` fails, the build goes on
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// SHELL ["/bin/bash", "-o", "pipefail", "-c"]
    /// RUN curl -fsSL https://example.com/setup.sh | sh
    /// ```
    ///
    /// Some readers fail when nothing comes. Then the build stops, but what it says is not what went wrong:
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN curl -fsSL https://example.com/app.tgz | tar -xz
    /// #                                          ^ warning: if `curl` fails, only `tar` can tell
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// SHELL ["/bin/bash", "-o", "pipefail", "-c"]
    /// RUN curl -fsSL https://example.com/app.tgz | tar -xz
    /// ```
    ///
    /// The rule is silent where nothing on the left fails, and where `pipefail` would stop a build that works:
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN echo "deb http://deb.example.com stable main" | tee /etc/apt/sources.list.d/x.list
    /// RUN set -o pipefail && curl -fsSL https://example.com/app.tgz | tar -xz
    /// RUN curl -fsSL https://example.com/versions | head -n 1
    /// RUN bash -o pipefail -c 'curl -fsSL https://example.com/app.tgz | tar -xz'
    /// RUN VERSION=$(pip show app | awk '/^Version/ {print $2}') && [ -n "$VERSION" ] && echo "$VERSION" > /version
    /// ```
    ///
    /// With `any-pipe = true` every pipe counts:
    ///
    /// ```Dockerfile,bad,any-pipe=true
    /// FROM debian:12.11
    /// RUN echo a | tee b
    /// #          ^ warning: a failure on the left of this pipe goes unnoticed
    /// ```
    "pipe-without-pipefail" {
        summary: "pipe that hides a failure on its left",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["DL4006"],
        options: &[OptionSpec {
            name: "any-pipe",
            kind: OptionKind::BoolIn(Preset::Hadolint),
            docs: "Every pipe counts, also one whose left side does not fail.",
        }, as_hadolint::OPTION],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let inherits = cx.build.may_inherit_shell(cx.step);
    let any = cx.settings.flag(&RULE, "any-pipe");
    let narrow = as_hadolint::is_on(cx.settings, &RULE);
    for script in cx.build.scripts(cx.step) {
        for members in pipelines(script) {
            if narrow && !as_hadolint::is_read(cx.instruction, script, members.first) {
                continue;
            }
            let hides = !inherits && members.outlook == Outlook::CanFail && !is_ignored(script, &members);
            if !(hides || any) || cx.build.options_at(cx.step, script, members.first).pipefail {
                continue;
            }
            let message = match (members.program.filter(|_| hides), members.reader) {
                (Some(program), Some(reader)) => format!("if `{program}` fails, only `{reader}` can tell"),
                (Some(program), None) => format!("if `{program}` fails, the build goes on"),
                (None, _) => "a failure on the left of this pipe goes unnoticed".to_owned(),
            };
            sink.report(members.operator, message)
                .note("a pipe ends as its last command does, unless `pipefail` is set")
                .fix(fix(cx, script, &members));
        }
    }
}

fn fix(cx: &InstructionCx<'_>, script: &Script, members: &Members<'_>) -> Option<Fix> {
    let stage = cx.build.stage(cx.stage?);
    if plain_run(cx).is_none() {
        return in_heredoc(cx, script, members);
    }
    if script.is_within(members.first, ScopeKind::InnerScript) {
        return None;
    }
    if let Some(shell) = cx.build.shell(stage.id, cx.step) {
        return in_shell(cx, shell);
    }
    // Another rule puts a SHELL there, which then gets the option.
    if cx.build.stage_steps(stage).any(|(step, _)| step < cx.step && only_replaces_sh(cx, step)) {
        return None;
    }
    let known = cx.build.known_shell(stage.id);
    let (words, becomes_bash) = match known {
        Some(KnownShell::Ash) => ("/bin/ash", false),
        Some(KnownShell::Bash) => ("/bin/bash", false),
        Some(KnownShell::BashAndDash) => ("/bin/bash", true),
        None => match told_family(cx, stage) {
            // bash is there, but `/bin/sh` is dash.
            Some(Family::Debian) => ("/bin/bash", true),
            told => {
                let edit = Edit::insert(script.range.start(), "set -o pipefail && ");
                let fix = if told.is_some() { Fix::r#unsafe } else { Fix::manual };
                return Some(fix("set `pipefail`".to_owned(), edit));
            }
        },
    };
    let (at, first) = cx.build.stage_steps(stage).find(|(step, _)| {
        let mut all =
            cx.build.scripts(*step).iter().flat_map(|script| pipelines(script).into_iter().map(move |it| (script, it)));
        all.any(|(script, it)| it.outlook == Outlook::CanFail && !cx.build.options_at(*step, script, it.first).pipefail)
    })?;
    // With `any-pipe` the first pipe of the stage may be one before that.
    let (at, instruction) = if at > cx.step { (cx.step, cx.instruction) } else { (at, first) };
    let line = format!("SHELL [\"{words}\", \"-o\", \"pipefail\", \"-c\"]{}", line_end(cx.source()));
    let edit = Edit::insert(line_before(cx, instruction), line);
    let title = "set `pipefail` for the stage";
    Some(match () {
        () if becomes_bash && prints_escapes(cx, stage, at) => Fix::manual(title, edit),
        () if known.is_some() && is_safe(cx, stage, at, becomes_bash) => Fix::safe(title, edit),
        () => Fix::r#unsafe(title, edit),
    })
}

/// The family of an image that is not known, by the package managers that the stage runs: their images have each the
/// same `/bin/sh`.
fn told_family(cx: &InstructionCx<'_>, stage: &Stage<'_>) -> Option<Family> {
    let steps = cx.build.ancestry(stage.id).flat_map(|stage| cx.build.stage_steps(stage));
    let commands = steps.flat_map(|(step, _)| cx.build.scripts(step)).flat_map(|script| &script.commands);
    let mut told = commands.filter_map(package_command).filter_map(|it| match it.manager {
        Manager::Apt => Some(Family::Debian),
        Manager::Apk => Some(Family::Alpine),
        Manager::Yum | Manager::Dnf | Manager::Microdnf | Manager::Tdnf | Manager::Zypper => Some(Family::RedHat),
        _ => None,
    });
    let first = told.next()?;
    told.all(|other| other == first).then_some(first)
}

/// Whether the step does nothing but to put bash in the place of `/bin/sh`.
fn only_replaces_sh(cx: &InstructionCx<'_>, step: StepId) -> bool {
    let mut commands = cx.build.scripts(step).iter().flat_map(|script| &script.commands).peekable();
    let is_sh = |command: &Command| deletes(command).iter().any(|word| matches!(word.literal(), Some("/bin/sh")));
    commands.peek().is_some() && commands.all(|it| makes_bash_sh(it) || is_sh(it))
}

/// A first line of a heredoc, if its shell knows the option: dash does not.
fn in_heredoc(cx: &InstructionCx<'_>, script: &Script, members: &Members<'_>) -> Option<Fix> {
    let heredoc = cx.instruction.heredocs.iter().find(|it| it.end.is_some() && it.body.contains_range(script.range))?;
    let knows_it = matches!(script.dialect, Dialect::Bash | Dialect::Ash);
    let body = cx.text(heredoc.body);
    if !knows_it || body.starts_with("#!") || script.is_within(members.first, ScopeKind::InnerScript) {
        return None;
    }
    let stops = cx.build.options_at(cx.step, script, members.first).errexit;
    let line = if stops { "set -o pipefail" } else { "set -e -o pipefail" };
    let end = if body.contains("\r\n") { "\r\n" } else { "\n" };
    Some(Fix::r#unsafe("set `pipefail`", Edit::insert(heredoc.body.start(), format!("{line}{end}"))))
}

/// Adds `pipefail` to the shell that a SHELL names.
fn in_shell(cx: &InstructionCx<'_>, shell: &JsonArray) -> Option<Fix> {
    let [first, ..] = &shell.elements[..] else { return None };
    let command = shell.elements.iter().find(|element| element.text(cx.source()) == "-c")?;
    shell_named(first.text(cx.source()))?;
    let edit = Edit::insert(command.range.start(), "\"-o\", \"pipefail\", ");
    Some(Fix::r#unsafe("set `pipefail` for the stage", edit))
}

/// Whether a SHELL at `from` changes nothing but what happens when the left side of a pipe fails: in the stage and in
/// those that start from it.
fn is_safe(cx: &InstructionCx<'_>, stage: &Stage<'_>, from: StepId, becomes_bash: bool) -> bool {
    steps_from(cx, stage, from).all(|(step, instruction)| match &instruction.body {
        Body::Cmd(CommandLine::Shell { .. })
        | Body::Entrypoint(CommandLine::Shell { .. })
        | Body::Healthcheck(Healthcheck::Command { command: CommandLine::Shell { .. }, .. })
        | Body::Onbuild(_) => false,
        Body::Run(run) => {
            let is_read =
                matches!(cx.build.shell_kind(step), ShellKind::Posix(_)) || matches!(run.command, CommandLine::Exec(_));
            is_read && cx.build.scripts(step).iter().all(|script| keeps(script, becomes_bash))
        }
        _ => true,
    })
}

/// The instructions of the stage from `from` on, and those of the stages that start from it.
fn steps_from<'a>(
    cx: &InstructionCx<'a>,
    stage: &Stage<'_>,
    from: StepId,
) -> impl Iterator<Item = (StepId, &'a Instruction)> {
    let (build, id) = (cx.build, stage.id);
    let heirs = build.stages.iter().filter(move |it| build.ancestry(it.id).any(|above| above.id == id));
    heirs.flat_map(move |it| build.stage_steps(it)).filter(move |(step, _)| *step >= from)
}

/// Whether something from `from` on would print other characters: dash's `echo` makes a line end of `\n`, bash's does not.
fn prints_escapes(cx: &InstructionCx<'_>, stage: &Stage<'_>, from: StepId) -> bool {
    let has_escape =
        |word: &Word| word.raw().as_bytes().windows(2).any(|pair| pair[0] == b'\\' && b"ntrabfvc0".contains(&pair[1]));
    steps_from(cx, stage, from).any(|(step, _)| {
        cx.build.scripts(step).iter().flat_map(|script| &script.commands).any(|it| {
            let it = it.effective();
            let expands = it.args.iter().any(|word| word.raw().starts_with("-e"));
            it.name() == Some("echo") && !expands && it.args.iter().any(has_escape)
        })
    })
}

fn keeps(script: &Script, becomes_bash: bool) -> bool {
    let pipes = pipelines(script).iter().all(|it| it.outlook != Outlook::Unsure && !is_ignored(script, it));
    // bash's `echo` keeps a backslash that dash's takes.
    let echoes = script.commands.iter().any(|it| {
        it.effective().name() == Some("echo") && it.effective().args.iter().any(|word| word.raw().contains('\\'))
    });
    script.complete && pipes && !(becomes_bash && echoes)
}
