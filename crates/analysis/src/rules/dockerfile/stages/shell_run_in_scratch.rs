//! `shell-run-in-scratch`: a shell command where there is no shell.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, CommandLine};
use plimsoll_model::dockerfile::Base;

rule! {
    /// A stage from `scratch` is empty: there is no `/bin/sh` that could run this.
    ///
    /// ```Dockerfile,bad
    /// FROM scratch
    /// RUN echo hello
    /// ^^^ error: there is no shell in `scratch`
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM scratch
    /// ADD rootfs.tar.gz /
    /// RUN echo hello
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM scratch
    /// COPY app /app
    /// RUN ["/app", "--init"]
    /// ```
    "shell-run-in-scratch" {
        summary: "a shell command where there is no shell",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Error, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let (Body::Run(run), Some(stage)) = (&cx.instruction.body, cx.stage) else { return };
    // A trigger runs in another image.
    let is_trigger = matches!(cx.build.steps[cx.step].instruction.body, Body::Onbuild(_));
    if !matches!(run.command, CommandLine::Shell { .. })
        || is_trigger
        || *cx.build.external_base(stage) != Base::Scratch
    {
        return;
    }
    let brings = |body: &Body| matches!(body, Body::Copy(_) | Body::Shell(_) | Body::Unknown(_));
    let mounted = !run.mounts.is_empty();
    if mounted || cx.build.latest(stage, cx.step, |_, it| brings(&it.body).then_some(())).is_some() {
        return;
    }
    sink.report(cx.instruction.keyword_range, "there is no shell in `scratch`")
        .note("nothing was copied into the stage yet; the build stops here");
}
