//! `unpinned-dotnet-package`: .NET tool or package installed without a version.

use super::command_line::is_exec;
use super::pins::{Manner, Unpinned, report, report_all, unless_said};
use crate::rule::rule;
use crate::{Category, Check, CommandCx, FixAvailability, InstructionCx, Level, Levels, PackageIndex, Sink};
use plimsoll_model::commands::{Action, Manager, foreign_commands, package_command};
use plimsoll_shell::Word;

rule! {
    /// The newest release is installed, whatever it is today.
    ///
    /// ```Dockerfile,bad
    /// FROM mcr.microsoft.com/dotnet/sdk:9.0
    /// RUN dotnet tool install --global dotnet-ef
    /// #                                ^^^^^^^^^ note: `dotnet-ef` is installed without a version
    /// ```
    ///
    /// In PowerShell:
    ///
    /// ```Dockerfile,bad
    /// FROM mcr.microsoft.com/windows/servercore:ltsc2022
    /// SHELL ["powershell", "-Command"]
    /// RUN Install-Module -Name Pester -Force
    /// #                        ^^^^^^ note: `Pester` is installed without a version
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM mcr.microsoft.com/dotnet/sdk:9.0
    /// RUN dotnet tool install --global dotnet-ef --version 9.0.10 && dotnet tool restore && dotnet restore
    /// RUN dotnet add app.csproj package Serilog -v 4.3.0 && dotnet tool install -g dotnet-trace@9.0.6
    /// ```
    ///
    /// With `--online` NuGet is asked. With this answer:
    ///
    /// ```text,network
    /// newest nuget dotnet-ef 9.0.10
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM mcr.microsoft.com/dotnet/sdk:9.0
    /// RUN dotnet tool install --global dotnet-ef
    /// #                                ^^^^^^^^^ note: `dotnet-ef` is installed without a version
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM mcr.microsoft.com/dotnet/sdk:9.0
    /// RUN dotnet tool install --global dotnet-ef --version 9.0.10
    /// ```
    "unpinned-dotnet-package" {
        summary: ".NET tool or package installed without a version",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let foreign = foreign_commands(cx.build, cx.step, cx.instruction);
    for script in foreign.iter().chain(cx.build.scripts(cx.step)) {
        for command in &script.commands {
            let cx = CommandCx { instruction: *cx, script, command };
            dotnet(&cx, sink);
            powershell(&cx, sink);
        }
    }
}

/// `Install-Module Pester`, where neither it nor a variable that is not read may name the version.
fn powershell(cx: &CommandCx<'_>, sink: &mut Sink) {
    let words = &cx.command.words;
    let Some(program) = words.first().and_then(Word::literal) else { return };
    let is_install =
        ["Install-Module", "Install-Package", "Install-Script"].iter().any(|it| it.eq_ignore_ascii_case(program));
    if !is_install || !cx.script.complete {
        return;
    }
    let is = |word: &Word, names: &[&str]| {
        word.literal().is_some_and(|text| names.iter().any(|name| name.eq_ignore_ascii_case(text)))
    };
    let versions = ["-RequiredVersion", "-MinimumVersion", "-MaximumVersion", "-Version"];
    if words.iter().any(|word| word.literal().is_none() || is(word, &versions)) {
        return;
    }
    let named = words.iter().position(|word| is(word, &["-Name"])).and_then(|at| words.get(at + 1));
    let first = || words.get(1).filter(|word| !word.prefix_literal().starts_with('-'));
    if let Some((word, name)) = named.or_else(first).and_then(|word| Some((word, word.literal()?))) {
        report(cx, sink, &[(word, name)], " -RequiredVersion <version>");
    }
}

fn dotnet(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(command) = package_command(cx.command).filter(|it| it.action == Action::Install) else { return };
    let mut words = cx.text(command.head).split_ascii_whitespace();
    // In an exec form it is a string.
    let is_tool = words.any(|word| word.trim_matches(['"', ',']) == "tool");
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
    if text.contains(['@', '/', '\\']) || text.ends_with(".config") {
        return;
    }
    let elsewhere = [
        "--add-source",
        "--source",
        "-s",
        "-Source",
        "--configfile",
        "-ConfigFile",
        "--prerelease",
        "-Prerelease",
        "-PreRelease",
        "--framework",
        "-f",
        "-Framework",
    ];
    let said = ["nuget.config", "nuget add source", "sources add", "nuget update source"];
    let index = if command.has(&elsewhere) { None } else { unless_said(cx, PackageIndex::NuGet, &said) };
    let unpinned = Unpinned::new(word, text).known(index, text);
    let manner = match (command.manager == Manager::Nuget, is_exec(cx)) {
        (true, _) => Manner { blank: " -Version <version>", write: |it| Some(format!(" -Version {it}")), more: None },
        // In an exec form the option and the version are strings of their own.
        (_, true) => Manner {
            blank: "\", \"--version\", \"<version>",
            write: |it| Some(format!("\", \"--version\", \"{it}")),
            more: None,
        },
        _ => Manner { blank: " --version <version>", write: |it| Some(format!(" --version {it}")), more: None },
    };
    report_all(cx, sink, &[unpinned], &manner);
}
