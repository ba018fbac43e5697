//! `lone-package-update`: package lists fetched in a RUN of their own.

use crate::rule::rule;
use crate::rules::dockerfile::lines::{plain_run, without_commands};
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, OptionKind, OptionSpec, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::commands::{Action, Manager, PackageCommand, package_command};
use plimsoll_model::dockerfile::{Base, StepId};
use plimsoll_shell::{Command, Connector};
use plimsoll_text::{Edit, Edits};

rule! {
    /// The layer with the lists is cached. When the RUN behind it changes, it installs by lists of another day and
    /// fails, or gets old packages. Fetch them where they are used.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN apt-get update
    /// #   ^^^^^^^^^^^^^^ warning: the package lists are cached apart from what uses them
    /// RUN apt-get install -y curl
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN apt-get update && apt-get install -y curl
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN apt-get update && apt-get install -y curl
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY install.sh /
    /// RUN apt-get update && /install.sh
    /// RUN --mount=type=cache,target=/var/lib/apt apt-get update
    /// ```
    "lone-package-update" {
        summary: "package lists fetched in a RUN of their own",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DS-0017", "CKV_DOCKER_5"],
        options: &[OptionSpec {
            name: "allow-stages",
            kind: OptionKind::List,
            docs: "Stages that are there to carry the package lists.",
        }],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Run(run) = &cx.instruction.body else { return };
    let is_trigger = matches!(cx.build.steps[cx.step].instruction.body, Body::Onbuild(_));
    if !run.mounts.is_empty() || is_trigger || is_carried(cx) {
        return;
    }
    let scripts = cx.build.scripts(cx.step);
    let mut updates: Vec<PackageCommand<'_>> = Vec::new();
    for command in scripts.iter().flat_map(|script| &script.commands) {
        let asked = package_command(command).filter(|it| is_system(it.manager));
        match asked {
            Some(asked) if asked.action == Action::Update => updates.push(asked),
            // Anything else than a question or a message may use the lists: another action, a script.
            Some(_) => return,
            None if is_idle(command.effective().name()) => {}
            None => return,
        }
    }
    if let Some(update) = updates.first().filter(|_| scripts.iter().all(|script| script.complete)) {
        sink.report(update.head, "the package lists are cached apart from what uses them")
            .note("a later install may work with lists of another day")
            .fix(fix(cx, update));
    }
}

/// Whether the lists are there for those who build on the stage: its triggers install, or the settings name it.
fn is_carried(cx: &InstructionCx<'_>) -> bool {
    let Some(stage) = cx.stage.map(|stage| cx.build.stage(stage)) else { return true };
    let is_allowed = cx.settings.list(&RULE, "allow-stages").iter().any(|name| stage.name.as_deref() == Some(name));
    let mut triggers = cx.build.stage_steps(stage).filter(|(_, it)| matches!(it.body, Body::Onbuild(_)));
    is_allowed
        || triggers.any(|(step, _)| {
            let mut commands = cx.build.scripts(step).iter().flat_map(|script| &script.commands);
            commands
                .any(|it| package_command(it).is_some_and(|it| is_system(it.manager) && it.action == Action::Install))
        })
}

/// Moves it to the install that follows, unless that fetches the lists itself; deletes it where no RUN follows. A RUN
/// on the way may need the lists, for a script of its own: only a removal surely does not.
fn fix(cx: &InstructionCx<'_>, update: &PackageCommand<'_>) -> Option<Fix> {
    let stage = cx.build.stage(cx.stage?);
    let [script] = cx.build.scripts(cx.step) else { return None };
    let is_update = |command: &&Command| package_command(command).is_some_and(|it| it.action == Action::Update);
    let gone: Vec<&Command> = script.commands.iter().filter(is_update).collect();
    let [command] = &gone[..] else { return None };
    let mut edits = without_commands(cx, script, &gone)?;
    let is_parent = cx.build.stages.iter().any(|other| other.base == Base::Stage(stage.id));
    let uses = |action| matches!(action, Action::Install | Action::Upgrade | Action::Update);
    let own =
        |command: &&Command| package_command(command).is_some_and(|it| it.manager == update.manager && uses(it.action));
    let later = cx.build.stage_steps(stage).filter(|(step, _)| *step > cx.step);
    let next =
        later.flat_map(|(step, instruction)| cx.build.scripts(step).iter().map(move |it| (step, instruction, it)));
    let mut next = next.filter(|(_, _, script)| script.commands.iter().any(|command| own(&command)));
    let next = next.next();
    let end = next.as_ref().map_or(stage.steps.end, |(step, ..)| *step);
    let mut between = cx.build.stage_steps(stage).filter(|(step, _)| (cx.step + 1..end).contains(step));
    if between.any(|(step, it)| matches!(it.body, Body::Run(_)) && !only_removes(cx, step)) {
        return None;
    }
    match next {
        Some((step, instruction, script)) => {
            let run = InstructionCx { step, instruction, ..*cx };
            let first = script.commands.iter().find(own)?;
            let asked = package_command(first)?;
            let is_plain = plain_run(&run).is_some() && first.depth == 0 && first.place.pipeline.is_none();
            let follows = matches!(first.connector(), Connector::Start | Connector::And);
            if asked.action != Action::Update {
                let text = cx.text(command.range);
                (is_plain && follows && !text.contains('\n')).then_some(())?;
                edits.push(Edit::insert(first.range.start(), format!("{text} && ")));
            }
        }
        // A stage that starts from this one may install.
        None if is_parent => return None,
        None => {}
    }
    Some(Fix::r#unsafe("fetch them where they are used", Edits::new(edits).ok()?))
}

/// Whether all that the RUN does is to remove packages, for which nothing of the lists is needed.
fn only_removes(cx: &InstructionCx<'_>, step: StepId) -> bool {
    let removes = |command: &Command| package_command(command).is_some_and(|it| it.action == Action::Remove);
    let scripts = cx.build.scripts(step);
    !scripts.is_empty() && scripts.iter().all(|script| script.complete && script.commands.iter().all(removes))
}

fn is_system(manager: Manager) -> bool {
    matches!(
        manager,
        Manager::Apt | Manager::Apk | Manager::Yum | Manager::Dnf | Manager::Microdnf | Manager::Tdnf | Manager::Zypper
    )
}

fn is_idle(name: Option<&str>) -> bool {
    matches!(name, Some("echo" | "printf" | "set" | "true" | "date" | "mkdir" | "export" | "sed" | "cat"))
}
