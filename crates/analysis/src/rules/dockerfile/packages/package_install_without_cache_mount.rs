//! `package-install-without-cache-mount`: packages that are downloaded anew in each build.

use super::cache_cleaning::without_cleaning;
use super::caches::{fits, is_known_place, meets};
use super::lists::{are_used_later, fetches_lists};
use crate::rule::rule;
use crate::rules::dockerfile::apt_cache::keep_packages;
use crate::rules::dockerfile::lines::with_flag;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Instruction, Run};
use plimsoll_model::commands::{Action, Manager, PackageCommand, package_command};
use plimsoll_model::dockerfile::StepId;
use plimsoll_model::tables::managers::{CacheMount, cache_mount};
use plimsoll_text::Edits;

rule! {
    /// When a RUN changes, everything that it installs is downloaded again. A cache mount keeps the downloads from one
    /// build to the next, and out of the image, so that nothing has to be cleaned up.
    ///
    /// ```Dockerfile,bad
    /// FROM python:3.13-slim
    /// RUN pip install --no-cache-dir flask==3.1.2
    /// #   ^^^^^^^^^^^ note: `pip install` downloads anew in each build
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM python:3.13-slim
    /// RUN --mount=type=cache,target=/root/.cache/pip pip install flask==3.1.2
    /// ```
    ///
    /// The images of Debian and Ubuntu tell apt to delete what it downloaded, so they have to be told otherwise:
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN apt-get update \
    ///  && apt-get install -y --no-install-recommends curl \
    /// #   ^^^^^^^^^^^^^^^ note: `apt-get install` downloads anew in each build
    ///  && rm -rf /var/lib/apt/lists/*
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN rm -f /etc/apt/apt.conf.d/docker-clean \
    ///  && echo 'Binary::apt::APT::Keep-Downloaded-Packages "true";' > /etc/apt/apt.conf.d/keep-cache
    /// RUN --mount=type=cache,target=/var/cache/apt,sharing=locked --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get update \
    ///  && apt-get install -y --no-install-recommends curl
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24-slim
    /// RUN --mount=type=cache,target=/root/.npm npm ci
    /// ENV PIP_CACHE_DIR=/cache
    /// RUN --mount=type=cache,target=/cache pip install flask==3.1.2
    /// ```
    "package-install-without-cache-mount" {
        summary: "packages that are downloaded anew in each build",
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
    let (Body::Run(run), Some(stage)) = (&cx.instruction.body, cx.stage) else { return };
    // Mounts came with frontend 1.2. Source: docker/dockerfile release notes, 2026-11.
    let knows_mounts = !cx.build.has_foreign_frontend() && !cx.build.has_frontend_before(2);
    if !knows_mounts || cx.build.is_windows(stage, cx.step) {
        return;
    }
    let mut seen: Vec<&str> = Vec::new();
    for script in cx.build.scripts(cx.step) {
        for command in &script.commands {
            let Some(install) = package_command(command).filter(fetches) else { continue };
            let Some(cache) = cache_mount(install.manager.name()) else { continue };
            if seen.contains(&cache.manager) || is_mounted(cx, run, cache) {
                continue;
            }
            seen.push(cache.manager);
            let command = CommandCx { instruction: *cx, script, command };
            sink.report(install.head, format!("`{}` downloads anew in each build", cx.text(install.head)))
                .note("a cache mount keeps the downloads, and out of the image")
                .fix(fix(&command, &install, cache));
        }
    }
}

fn fetches(command: &PackageCommand<'_>) -> bool {
    let is_install = matches!(command.action, Action::Install | Action::Build);
    is_install && !command.has(&["--help", "-h", "--no-index", "--offline", "--dry-run", "--installroot", "--root"])
}

/// Whether something is mounted where the manager may keep its downloads: at its usual place, for whatever user, or at
/// one that no other manager is known to use.
fn is_mounted(cx: &InstructionCx<'_>, run: &Run, cache: &CacheMount) -> bool {
    run.mounts.iter().any(|mount| {
        let target = mount.option(cx.source(), &["target", "dst", "destination"]).unwrap_or("");
        match mount.option(cx.source(), &["type"]).unwrap_or("bind") {
            "cache" | "tmpfs" => cache.targets.iter().any(|own| meets(target, own)) || !is_known_place(target),
            _ => false,
        }
    })
}

/// Adds the mounts, and takes out what would empty them or keep them from being used.
fn fix(cx: &CommandCx<'_>, install: &PackageCommand<'_>, cache: &CacheMount) -> Option<Fix> {
    let is_outer =
        cx.build.steps.get(cx.step).is_some_and(|it| it.instruction.range == cx.instruction.instruction.range);
    if !is_outer || cx.build.runs_as_root(cx.step) != Some(true) || !fits(cx, install, cache) {
        return None;
    }
    let cache = without_lists(cx, cache);
    let sharing = if cache.sharing.is_empty() { String::new() } else { format!(",sharing={}", cache.sharing) };
    let flags: Vec<String> =
        cache.targets.iter().map(|target| format!("--mount=type=cache,target={target}{sharing}")).collect();
    let mut edits = without_cleaning(cx, install.manager, &cache)?;
    edits.push(with_flag(cx.instruction.instruction, &flags.join(" ")));
    if cache.manager == "apt" {
        edits.extend(keep_packages(cx, first_install(cx)));
    }
    Some(Fix::r#unsafe("keep the downloads in a cache", Edits::new(edits).ok()?))
}

/// The folders that are mounted. Over the package lists of apt only where the RUN fetches them itself and no later one
/// installs by them: a mount hides those of an earlier RUN, and keeps its own out of the image.
fn without_lists(cx: &CommandCx<'_>, cache: &CacheMount) -> CacheMount {
    let mut cache = cache.clone();
    let mut commands = cx.build.scripts(cx.step).iter().flat_map(|script| &script.commands).filter_map(package_command);
    let uses = |action| matches!(action, Action::Install | Action::Upgrade | Action::Update);
    let first = commands.find(|it| it.manager == Manager::Apt && uses(it.action));
    let fetches_first = first.is_some_and(|it| fetches_lists(&it));
    if cache.manager == "apt" && (!fetches_first || are_used_later(cx, Manager::Apt)) {
        cache.targets.retain(|target| *target != "/var/lib/apt");
    }
    cache
}

/// The first RUN of the stage, or of those that it starts from, in which apt installs: what tells it to keep its packages
/// goes above that one, so that it comes once.
fn first_install(cx: &InstructionCx<'_>) -> StepId {
    let installs = |step: StepId| {
        let mut commands = cx.build.scripts(step).iter().flat_map(|script| &script.commands);
        commands.any(|it| package_command(it).is_some_and(|it| it.manager == Manager::Apt && fetches(&it)))
    };
    let stages = cx.stage.into_iter().flat_map(|stage| cx.build.ancestry(stage));
    let steps = stages.flat_map(|stage| cx.build.stage_steps(stage));
    let is_run = |(step, it): &(StepId, &Instruction)| {
        *step <= cx.step && matches!(it.body, Body::Run(_)) && cx.build.runs_as_root(*step) == Some(true)
    };
    steps.filter(is_run).map(|(step, _)| step).filter(|step| installs(*step)).min().unwrap_or(cx.step)
}
