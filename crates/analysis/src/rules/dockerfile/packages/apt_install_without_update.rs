//! `apt-install-without-update`: apt installs without package lists.

use super::command_line::is_exec;
use crate::rule::rule;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::commands::{Action, Manager, deletes, package_command, stays_flat};
use plimsoll_model::dockerfile::{Base, StepId};
use plimsoll_model::tables::images::is_official;
use plimsoll_shell::{Command, Connector};
use plimsoll_text::{Edit, Edits, TextSize};

rule! {
    /// Official images ship no package lists. Without `apt-get update` in front, apt finds no package and the build
    /// fails.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
    /// #   ^^^^^^^^^^^^^^^ warning: no package lists are there to install from
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
    /// ```
    ///
    /// Lists of an earlier RUN do, and other base images may bring their own:
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN apt-get update
    /// RUN apt-get install -y curl ./local.deb
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:13.1
    /// RUN apt-get install -qqUy --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM acme/base:1.0
    /// RUN apt-get install -y curl
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN curl -fsSL https://deb.example.com/setup | bash -
    /// RUN apt-get install -y nodejs
    /// ```
    "apt-install-without-update" {
        summary: "apt installs without package lists",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(command) = package_command(cx.command) else { return };
    let install = command.manager == Manager::Apt && matches!(command.subcommand, "install" | "build-dep");
    let local = |text: &str| text.ends_with(".deb");
    let names_package = command.packages().any(|(_, text)| !local(text));
    let is_trigger = matches!(cx.build.steps[cx.step].instruction.body, Body::Onbuild(_));
    if !install
        || !names_package
        || is_trigger
        || command.has(&["-f", "--fix-broken", "--no-download", "-U", "--update"])
        || may_have_lists(cx)
    {
        return;
    }
    sink.report(command.head, "no package lists are there to install from")
        .note("the base image ships none, and nothing before fetched them")
        .fix(fix(cx));
}

/// Fetches the lists in front of the install, and deletes them behind it unless the RUN does so already.
fn fix(cx: &CommandCx<'_>) -> Option<Fix> {
    let command = cx.command;
    let flat = command.depth == 0 && command.place.pipeline.is_none() && !command.place.background && !is_exec(cx);
    let led = matches!(command.connector(), Connector::Start | Connector::And);
    let plain = command.effective().wrappers.is_empty() && command.assignments.is_empty();
    let later = || cx.script.commands.iter().filter(|other| other.range.start() > command.range.start());
    let installs =
        |it: &Command| package_command(it).is_some_and(|it| it.manager == Manager::Apt && it.action == Action::Install);
    // Another install would find the lists gone.
    if !flat || !led || !plain || !cx.script.complete || later().any(installs) {
        return None;
    }
    let cleaned = later().any(|it| deletes(it).iter().any(|word| word.raw().contains("/var/lib/apt")));
    let mut edits = vec![Edit::insert(command.range.start(), "apt-get update && ")];
    if !cleaned {
        edits.push(Edit::insert(command.range.end(), " && rm -rf /var/lib/apt/lists/*"));
    }
    Some(Fix::safe("add `apt-get update`", Edits::new(edits).ok()?))
}

/// Whether lists may be there: another base image, a mount, or anything before that fetches them or runs a script
/// which may.
fn may_have_lists(cx: &CommandCx<'_>) -> bool {
    let Some(stage) = cx.stage else { return true };
    let official = match cx.build.external_base(stage) {
        Base::Image(image) => image.registry().is_none() && is_official(image.repository()),
        _ => false,
    };
    let mounted = matches!(&cx.instruction.instruction.body, Body::Run(run) if !run.mounts.is_empty());
    if !official || mounted {
        return true;
    }
    cx.build.ancestry(stage).flat_map(|stage| cx.build.stage_steps(stage)).any(|(step, instruction)| {
        if step > cx.step
            || !matches!(instruction.body, Body::Run(_) | Body::Onbuild(_) | Body::Copy(_) | Body::Unknown(_))
        {
            return false;
        }
        let text = cx.text(instruction.range);
        let scripted =
            ["update", ".sh", "bash", "setup", "add-apt-repository", "apt/lists", "| sh", "source ", "aptitude"];
        // What stands in front of a deletion of the lists leaves none.
        let text = if step != cx.step {
            &text[usize::from(
                end_of_deletion(cx, step).unwrap_or(instruction.range.start()) - instruction.range.start(),
            )..]
        } else {
            text
        };
        // The deletion of the lists behind this very install fetches nothing.
        let text = if step == cx.step {
            &text[..usize::from(cx.command.range.start() - instruction.range.start()).min(text.len())]
        } else {
            text
        };
        scripted.iter().any(|part| text.contains(part))
    })
}

/// Where the last command ends that surely deletes the lists in the RUN.
fn end_of_deletion(cx: &CommandCx<'_>, step: StepId) -> Option<TextSize> {
    let [script] = cx.build.scripts(step) else { return None };
    let is_sure = |it: &&Command| matches!(it.connector(), Connector::Start | Connector::And | Connector::Semicolon);
    let deletion =
        script.commands.iter().rev().filter(is_sure).find(|it| {
            deletes(it).iter().any(|word| word.raw().trim_end_matches(['*', '/']) == "/var/lib/apt/lists")
        })?;
    // Behind `||` something else may have happened in front of it.
    let is_list = script.commands.iter().all(|it| is_sure(&it)) && stays_flat(script);
    is_list.then_some(deletion.range.end())
}
