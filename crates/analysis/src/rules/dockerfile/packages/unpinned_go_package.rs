//! `unpinned-go-package`: Go program installed without a version.

use super::pins::report;
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::commands::{Manager, package_command};

rule! {
    /// The program is built from whatever its newest release or branch holds today.
    ///
    /// ```Dockerfile,bad
    /// FROM golang:1.25
    /// RUN go install golang.org/x/tools/gopls@latest
    /// #              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `golang.org/x/tools/gopls@latest` is installed without a version
    /// ```
    ///
    /// Packages of the module that is built have their version in `go.mod`:
    ///
    /// ```Dockerfile,good
    /// FROM golang:1.25
    /// RUN go install golang.org/x/tools/gopls@v0.20.0 && go install std
    /// COPY . .
    /// RUN go install ./... && go install github.com/acme/tool/cmd/tool && go install example.com/x@$VERSION
    /// ```
    "unpinned-go-package" {
        summary: "Go program installed without a version",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &["DL3062"],
        options: &[as_hadolint::OPTION],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    if as_hadolint::is_on(cx.settings, &RULE) {
        return as_hadolint::packages::unpinned(cx, sink, &as_hadolint::packages::GO);
    }
    let Some(command) = package_command(cx.command).filter(|it| it.manager == Manager::Go) else { return };
    if !matches!(command.subcommand, "install" | "get" | "run") {
        return;
    }
    // What stands behind the program that `go run` builds is for the program.
    let most = if command.subcommand == "run" { 1 } else { usize::MAX };
    let Some(stage) = cx.stage else { return };
    // With files of a module in place, `go.mod` may say the version.
    let copied = |_, it: &plimsoll_dockerfile::Instruction| matches!(it.body, Body::Copy(_)).then_some(());
    let mounted = matches!(&cx.instruction.instruction.body, Body::Run(run) if !run.mounts.is_empty());
    let source = cx.text(cx.instruction.instruction.range);
    let in_module = mounted
        || cx.build.latest(stage, cx.step, copied).is_some()
        || ["git clone", "cd ", "go mod", "tar ", "GOFLAGS"].iter().any(|word| source.contains(word));
    let words = command.operands.operands.iter().take(most).filter_map(|operand| Some((operand.word, operand.text?)));
    let unpinned: Vec<_> = words.filter(|(_, text)| is_unpinned(text, in_module)).collect();
    report(cx, sink, &unpinned, "@<version>");
}

fn is_unpinned(text: &str, in_module: bool) -> bool {
    let (path, version) = text.split_once('@').map_or((text, None), |(path, version)| (path, Some(version)));
    let host = path.split('/').next().unwrap_or("");
    if !host.contains('.') || host.starts_with('.') || !path.contains('/') || path.ends_with(".go") {
        return false;
    }
    match version {
        None => !in_module,
        Some(version) => matches!(version, "latest" | "none" | "upgrade" | "patch" | "master" | "main"),
    }
}
