//! `constant-platform`: platform that FROM fixes.

use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Applicability, Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Flag};
use plimsoll_model::dockerfile::{EdgeKind, StageId};
use plimsoll_text::{Edit, TextRange};

rule! {
    /// A fixed `--platform` builds the same architecture whatever the build is asked for.
    ///
    /// On other machines it runs under emulation, and `docker build --platform` has no effect.
    ///
    /// ```Dockerfile,bad
    /// FROM --platform=linux/amd64 debian:12.11
    /// #    ^^^^^^^^^^^^^^^^^^^^^^ warning: the platform `linux/amd64` is taken whatever the build asks for
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ```
    ///
    /// A stage that has its platform in its name says that it is meant so:
    ///
    /// ```Dockerfile,good
    /// FROM --platform=$BUILDPLATFORM golang:1.25 AS build
    /// FROM --platform=linux/arm64 debian:12.11 AS base-arm64
    /// FROM --platform=windows/amd64 mcr.microsoft.com/windows/nanoserver:ltsc2022
    /// ```
    "constant-platform" {
        summary: "platform that FROM fixes",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DL3029", "FromPlatformFlagConstDisallowed"],
        options: &[as_hadolint::OPTION],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    if as_hadolint::is_on(cx.settings, &RULE) {
        let Some(flag) = cx.instruction.flag(cx.source(), "platform") else { return };
        let written = flag.value.as_ref().map_or("", |word| word.raw(cx.source()));
        let name = written.trim_start_matches(['"', '$', '{']);
        let is_own = written.contains('$') && ["BUILDPLATFORM", "TARGETPLATFORM"].iter().any(|it| name.starts_with(it));
        if matches!(cx.instruction.body, Body::From(_)) && !is_own {
            sink.report(flag.range, format!("the platform `{written}` is taken whatever the build asks for"))
                .note("elsewhere it runs under emulation, or not at all");
        }
        return;
    }
    let (Body::From(from), Some(stage)) = (&cx.instruction.body, cx.stage) else { return };
    let Some(flag) = cx.instruction.flag(cx.source(), "platform") else { return };
    let Some(platform) = flag.value.as_ref().and_then(|word| word.literal(cx.source())) else { return };
    let mut parts = platform.split('/');
    let (os, arch) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let stage_name = cx.build.stage(stage).name.as_deref().unwrap_or("");
    let is_named = [os, arch].iter().any(|part| !part.is_empty() && stage_name.contains(&part.to_ascii_lowercase()));
    let image = from.image.as_ref().map(|word| cx.text(word.range)).unwrap_or("");
    if platform.is_empty() || is_named || os.eq_ignore_ascii_case("windows") || image.contains("dotnet/framework") {
        return;
    }
    if cx.workspace.task_platform(&cx.file.path).is_some_and(|wanted| wanted == format!("{os}/{arch}")) {
        return;
    }
    let fix = from.image.as_ref().map(|word| TextRange::new(flag.range.start(), word.range.start()));
    let fix = fix.filter(|_| cx.instruction.flags.len() == 1 && cx.instruction.comments.is_empty());
    let most = if names_architecture(cx, stage) { Applicability::Manual } else { Applicability::Unsafe };
    sink.report(flag.range, format!("the platform `{platform}` is taken whatever the build asks for"))
        .note("elsewhere it runs under emulation, or not at all")
        .fix(fix.map(|range| Fix::r#unsafe("delete the flag", Edit::delete(range)).at_most(most)))
        .fix(build_platform(cx, stage, flag).map(|fix| fix.at_most(most)));
}

/// Whether the stage takes something that is made for one architecture, so that it builds nowhere else.
fn names_architecture(cx: &InstructionCx<'_>, stage: StageId) -> bool {
    const NAMES: [&str; 7] = ["amd64", "x86_64", "x86-64", "linux-x64", "linux64", "arm64", "aarch64"];
    let mut steps = cx.build.stage_steps(cx.build.stage(stage));
    steps.any(|(_, it)| !matches!(it.body, Body::From(_)) && NAMES.iter().any(|name| cx.text(it.range).contains(name)))
}

/// The platform of the machine that builds, for a stage of which only files are taken.
fn build_platform(cx: &InstructionCx<'_>, stage: StageId, flag: &Flag) -> Option<Fix> {
    let mut edges = cx.build.stages.iter().flat_map(|stage| &stage.edges).filter(|edge| edge.to == stage).peekable();
    let is_source = edges.peek().is_some() && edges.all(|edge| edge.kind == EdgeKind::CopyFrom);
    let value = flag.value.as_ref().filter(|_| is_source && !cx.build.stage(stage).shipped)?;
    Some(Fix::r#unsafe("build it on the machine's own platform", Edit::replace(value.range, "$BUILDPLATFORM")))
}
