//! `run-mount-on-windows`: mount that builders for Windows do not have.

use crate::rule::rule;
use crate::rules::dockerfile::syntax::mounts;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};

rule! {
    /// Builders for Windows have neither `tmpfs` nor `ssh` mounts.
    ///
    /// ```Dockerfile,bad
    /// FROM mcr.microsoft.com/windows/servercore:ltsc2022
    /// RUN --mount=type=ssh git clone git@github.com:acme/app.git
    /// #   ^^^^^^^^^^^^^^^^ warning: a build for Windows has no `ssh` mounts
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM mcr.microsoft.com/windows/servercore:ltsc2022
    /// RUN --mount=type=secret,id=token build.cmd
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN --mount=type=ssh git clone git@github.com:acme/app.git
    /// ```
    "run-mount-on-windows" {
        summary: "mount that builders for Windows do not have",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Some(stage) = cx.stage.filter(|stage| cx.build.is_windows(*stage, cx.step)) else { return };
    if cx.build.stage(stage).from_step == cx.step {
        return;
    }
    for (mount, kind) in mounts(cx) {
        if matches!(&*kind, "tmpfs" | "ssh") {
            sink.report(mount.range, format!("a build for Windows has no `{kind}` mounts"));
        }
    }
}
