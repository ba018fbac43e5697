//! `pip-cache-left`: the cache of pip stays in the image.

use super::command_line::{add_option, may_hold_options, says_before};
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::commands::{Action, Manager, deletes, package_command};

rule! {
    /// pip and uv keep what they downloaded. Tell them not to, or mount a cache.
    ///
    /// ```Dockerfile,bad
    /// FROM python:3.13-slim
    /// RUN pip install flask==3.1.2
    /// #   ^^^^^^^^^^^ note: the cache of pip stays in the image
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM python:3.13-slim
    /// RUN pip install --no-cache-dir flask==3.1.2
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM python:3.13-slim
    /// RUN --mount=type=cache,target=/root/.cache/pip pip install flask==3.1.2
    /// RUN pip install flask==3.1.2 && rm -rf ~/.cache
    /// RUN uv pip install --no-cache flask==3.1.2
    /// ENV PIP_NO_CACHE_DIR=1
    /// RUN pip install flask==3.1.2
    /// ```
    "pip-cache-left" {
        summary: "the cache of pip stays in the image",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["DL3042"],
        options: &[as_hadolint::OPTION],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    if as_hadolint::is_on(cx.settings, &RULE) {
        let found = as_hadolint::caches::pip(cx).filter(|range| cx.command.range.contains_range(*range));
        if let Some(range) = found {
            sink.report(range, "the cache of pip stays in the image").note("a later layer cannot take it out again");
        }
        return;
    }
    let Some(command) = package_command(cx.command).filter(|it| it.action == Action::Install) else { return };
    let (program, option, setting) = match command.manager {
        Manager::Pip => ("pip", "--no-cache-dir", "pip_no_cache_dir"),
        Manager::Uv => ("uv", "--no-cache", "uv_no_cache"),
        _ => return,
    };
    let shipped = cx.stage.is_some_and(|stage| cx.build.stage(stage).shipped);
    let local_only = command.has(&["--no-index", "-h", "--help"]);
    if !shipped
        || local_only
        || command.has(&["--no-cache-dir", "--no-cache", "-n", "--cache-dir"])
        || may_hold_options(cx)
    {
        return;
    }
    // Variables and configuration hold for every command; `pip cache purge` behind it cleans up.
    let configured = says_before(
        cx,
        cx.stage,
        cx.step,
        &[setting, "pip.conf", "pip_cache_dir", "uv_cache_dir", "global.no-cache-dir", "pip config set", "cache purge"],
    );
    if configured || is_mounted(cx) || is_deleted(cx) {
        return;
    }
    sink.report(command.head, format!("the cache of {program} stays in the image"))
        .note("a later layer cannot take it out again")
        .fix((!must_be_there(cx)).then(|| Fix::safe(format!("add `{option}`"), add_option(cx, &command, option))));
}

/// Whether a later `rm` without `-f` takes the cache away, and fails when there is none.
fn must_be_there(cx: &CommandCx<'_>) -> bool {
    let Some(stage) = cx.stage.map(|stage| cx.build.stage(stage)) else { return false };
    let commands = (cx.step..stage.steps.end).flat_map(|step| cx.build.scripts(step)).flat_map(|it| &it.commands);
    commands.filter(|it| it.range.start() > cx.command.range.start()).any(|it| {
        let forces = |word: &plimsoll_shell::Word| {
            let option = word.prefix_literal();
            option == "--force" || option.starts_with('-') && !option.starts_with("--") && option.contains('f')
        };
        it.effective().name() == Some("rm")
            && !it.effective().args.iter().any(forces)
            && deletes(it).iter().any(|word| word.raw().contains("cache"))
    })
}

fn is_mounted(cx: &CommandCx<'_>) -> bool {
    let Body::Run(run) = &cx.instruction.instruction.body else { return false };
    run.mounts.iter().any(|mount| {
        let kind = mount.option(cx.source(), &["type"]);
        let target = mount.option(cx.source(), &["target", "dst", "destination"]);
        matches!(kind, Some("cache" | "tmpfs"))
            && target.is_some_and(|target| {
                target.contains("cache") || target.contains("pip") || target.contains("uv") || target.contains('$')
            })
    })
}

fn is_deleted(cx: &CommandCx<'_>) -> bool {
    let later = cx.build.scripts(cx.step).iter().flat_map(|script| &script.commands);
    let mut later = later.filter(|command| command.range.start() > cx.command.range.start());
    later.any(|command| {
        deletes(command).iter().any(|word| word.raw().contains("cache") || word.raw().starts_with("/root"))
            || package_command(command)
                .is_some_and(|it| matches!(it.manager, Manager::Pip | Manager::Uv) && it.action == Action::Clean)
    })
}
