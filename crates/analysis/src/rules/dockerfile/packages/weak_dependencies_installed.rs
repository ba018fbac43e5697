//! `weak-dependencies-installed`: packages that are only recommended get into the image.

use super::command_line::{add_option, may_hold_options, says_before};
use crate::rule::rule;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager, PackageCommand, package_command};

rule! {
    /// dnf and zypper install what a package recommends along with what it needs: documentation, plug-ins, helpers for
    /// a desktop. In an image they are mostly ballast.
    ///
    /// ```Dockerfile,bad
    /// FROM fedora:43
    /// RUN dnf -y install git && dnf clean all
    /// #   ^^^^^^^^^^^^^^ note: packages that are only recommended are installed too
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM fedora:43
    /// RUN dnf -y install --setopt=install_weak_deps=0 git && dnf clean all
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM fedora:43 AS build
    /// RUN dnf -y install gcc
    /// FROM fedora:43
    /// RUN dnf -y --setopt=install_weak_deps=False install git && dnf clean all
    /// RUN echo install_weak_deps=0 >> /etc/dnf/dnf.conf && dnf -y install curl && dnf clean all
    /// ```
    "weak-dependencies-installed" {
        summary: "packages that are only recommended get into the image",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

/// Text that says that weak dependencies are settled elsewhere: a file of settings, or an option in another form.
const SETTLED: [&str; 7] =
    ["install_weak_deps", "dnf.conf", "yum.conf", "libdnf5.conf", "zypp.conf", "zypper.conf", "onlyrequires"];

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(command) = package_command(cx.command).filter(|it| it.action == Action::Install) else { return };
    let Some(option) = option(&command) else { return };
    let is_shipped = cx.stage.is_some_and(|stage| cx.build.stage(stage).shipped);
    let names_some = !command.operands.operands.is_empty() || command.operands.doubtful;
    if !is_shipped || !names_some || may_hold_options(cx) || says_before(cx, cx.stage, cx.step, &SETTLED) {
        return;
    }
    sink.report(command.head, "packages that are only recommended are installed too")
        .note(format!("`{option}` leaves them out"))
        .fix(Fix::r#unsafe(format!("add `{option}`"), add_option(cx, &command, option)));
}

/// What leaves them out; `None` for a command that installs none, or says what it wants.
fn option(command: &PackageCommand<'_>) -> Option<&'static str> {
    match command.manager {
        Manager::Dnf | Manager::Microdnf if matches!(command.subcommand, "install" | "groupinstall") => {
            Some("--setopt=install_weak_deps=0")
        }
        Manager::Zypper if matches!(command.subcommand, "install" | "in") => {
            let says = ["--no-recommends", "--recommends", "-t", "--type"];
            (!command.has(&says)).then_some("--no-recommends")
        }
        _ => None,
    }
}
