//! `unpinned-go-package`: Go program installed without a version.

use super::pins::{Manner, Unpinned, report_all, unless_said};
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, PackageIndex, Sink};
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
    ///
    /// With `--online` Go's module proxy is asked, that of the user's `GOPROXY` where it is set. With this answer:
    ///
    /// ```text,network
    /// newest go golang.org/x/tools/gopls v0.20.0
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM golang:1.25
    /// RUN go install golang.org/x/tools/gopls@latest
    /// #              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `golang.org/x/tools/gopls@latest` is installed without a version
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM golang:1.25
    /// RUN go install golang.org/x/tools/gopls@v0.20.0
    /// ```
    "unpinned-go-package" {
        summary: "Go program installed without a version",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
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
    let words: Vec<_> = words.filter(|(_, text)| is_unpinned(text, in_module)).collect();
    if words.is_empty() {
        return;
    }
    let said = ["goproxy", "goprivate", "gonoproxy", "go env -w", "go111module=off"];
    let proxy = unless_said(cx, PackageIndex::GoProxy, &said);
    let known = words.into_iter().map(|(word, text)| {
        let (path, version) = text.split_once('@').unwrap_or((text, "latest"));
        // A branch is wanted for what was not released yet.
        let is_release = matches!(version, "latest" | "upgrade");
        Unpinned::with_tag(cx, word, text).known(proxy.clone().filter(|_| is_release), path)
    });
    let unpinned: Vec<Unpinned<'_>> = known.collect();
    let write = |version: &str| Some(format!("@{version}"));
    report_all(cx, sink, &unpinned, &Manner { blank: "@<version>", write, more: None });
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
