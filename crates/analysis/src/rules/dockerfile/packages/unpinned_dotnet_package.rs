//! `unpinned-dotnet-package`: .NET tool or package installed without a version.

use super::pins::report;
use crate::rule::rule;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager, package_command};

rule! {
    /// The newest release is installed, whatever it is today.
    ///
    /// ```Dockerfile,bad
    /// FROM mcr.microsoft.com/dotnet/sdk:9.0
    /// RUN dotnet tool install --global dotnet-ef
    /// #                                ^^^^^^^^^ note: `dotnet-ef` is installed without a version
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM mcr.microsoft.com/dotnet/sdk:9.0
    /// RUN dotnet tool install --global dotnet-ef --version 9.0.10 && dotnet tool restore && dotnet restore
    /// RUN dotnet add app.csproj package Serilog -v 4.3.0 && dotnet tool install -g dotnet-trace@9.0.6
    /// ```
    "unpinned-dotnet-package" {
        summary: ".NET tool or package installed without a version",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(command) = package_command(cx.command).filter(|it| it.action == Action::Install) else { return };
    let is_tool = cx.text(command.head).split_ascii_whitespace().any(|word| word == "tool");
    let operands = &command.operands.operands;
    let name = match (command.manager, command.subcommand) {
        (Manager::Dotnet, "install") if is_tool => operands.first(),
        (Manager::Dotnet, "add") => {
            operands.iter().position(|it| it.text == Some("package")).and_then(|at| operands.get(at + 1))
        }
        (Manager::Nuget, "install") => operands.first(),
        _ => None,
    };
    let is_pinned = command.has(&["--version", "-Version", "-v"]) || command.operands.doubtful;
    let Some((word, text)) = name.and_then(|it| Some((it.word, it.text?))).filter(|_| !is_pinned) else { return };
    if !text.contains(['@', '/', '\\']) && !text.ends_with(".config") {
        report(cx, sink, &[(word, text)], " --version <version>");
    }
}
