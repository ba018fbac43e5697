//! `lone-package-update`: package lists fetched in a RUN of their own.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::commands::{Action, Manager, PackageCommand, package_command};

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
        fix: FixAvailability::None,
        aliases: &["DS-0017", "CKV_DOCKER_5"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Run(run) = &cx.instruction.body else { return };
    let is_trigger = matches!(cx.build.steps[cx.step].instruction.body, Body::Onbuild(_));
    if !run.mounts.is_empty() || is_trigger {
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
            .note("a later install may work with lists of another day");
    }
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
