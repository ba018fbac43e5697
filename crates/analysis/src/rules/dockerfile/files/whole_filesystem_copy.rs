//! `whole-filesystem-copy`: the whole file system of a stage is copied.

use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::dockerfile::Base;

rule! {
    /// The other stage's tools and caches come along, and everything that both have is in the image twice. Copy what is
    /// needed.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11 AS build
    /// FROM debian:12.11
    /// COPY --from=build / /
    ///                 # ^^^ note: the whole file system of `build` is copied
    /// ```
    ///
    /// A copy into an empty stage makes one layer of many:
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11 AS build
    /// FROM scratch
    /// COPY --from=build / /
    /// ```
    "whole-filesystem-copy" {
        summary: "the whole file system of a stage is copied",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["DL3067"],
        options: &[as_hadolint::OPTION],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let (Body::Copy(copy), Some(stage)) = (&cx.instruction.body, cx.stage) else { return };
    let (Some(from), Some(destination)) = (cx.instruction.flag(cx.source(), "from"), &copy.destination) else { return };
    let [source] = &copy.sources[..] else { return };
    let is_root = |word: &plimsoll_dockerfile::Word| word.literal(cx.source()).is_some_and(|text| text == "/");
    // Images with nothing but files are made to be copied like that.
    let is_stage = cx
        .build
        .stage(stage)
        .edges
        .iter()
        .any(|edge| edge.step == cx.step && !is_made_of_files(cx.build.external_base(edge.to)));
    let name = cx.build.stage(stage).name.as_deref().unwrap_or_default();
    let is_meant = *cx.build.external_base(stage) == Base::Scratch || !is_stage || name.contains("rootfs");
    if !is_root(source) || !is_root(destination) || is_meant && !as_hadolint::is_on(cx.settings, &RULE) {
        return;
    }
    let name = from.value.as_ref().map_or("", |word| word.raw(cx.source()));
    sink.report(source.range.cover(destination.range), format!("the whole file system of `{name}` is copied"))
        .note("its tools and caches come along, and what both have is in the image twice");
}

/// Whether an image is nothing but files for others: `scratch`, and the helpers for cross-compilation that are taken in
/// this way. Source: README of tonistiigi/xx, 2026-11.
fn is_made_of_files(base: &Base) -> bool {
    match base {
        Base::Scratch => true,
        Base::Image(image) => image.repository() == "tonistiigi/xx",
        Base::Stage(_) | Base::Unknown => false,
    }
}
