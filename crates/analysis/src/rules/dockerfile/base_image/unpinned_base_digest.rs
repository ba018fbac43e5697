//! `unpinned-base-digest`: an image by tag alone.

use super::frontend::frontend_image;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, OptionKind, OptionSpec, Sink};
use plimsoll_model::dockerfile::{ImageUse, PinPlace};
use plimsoll_text::Edit;

rule! {
    /// A tag can be moved; a digest names the same bytes forever.
    ///
    /// Without a digest a rebuild of an old commit gives another image, and whoever controls the tag controls the
    /// build. Keep the tag for people and update bots, and add the digest: `debian:12.11@sha256:…`.
    ///
    /// `plimsoll pin` and `plimsoll lint --fix --online` ask the registry what the tag names now, all platforms of it,
    /// and add that. The fix is offered where a digest goes with its tag: in FROM, or in the default of an ARG that only
    /// FROM reads.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    ///   #  ^^^^^^^^^^^^ note: `debian:12.11` is not pinned by a digest
    /// ```
    ///
    /// With this answer of the registry:
    ///
    /// ```text,registry
    /// python:3.13-slim sha256:58c23805b0c5da8d1a1e2a1d8c6b5b0d4c9f2e4a7d3e6f1a0b9c8d7e6f5a4b3c
    /// ```
    ///
    /// ```Dockerfile,bad
    /// ARG BASE=python:3.13-slim
    ///        # ^^^^^^^^^^^^^^^^ note: `python:3.13-slim` is not pinned by a digest
    /// FROM ${BASE}
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// ARG BASE=python:3.13-slim@sha256:58c23805b0c5da8d1a1e2a1d8c6b5b0d4c9f2e4a7d3e6f1a0b9c8d7e6f5a4b3c
    /// FROM ${BASE}
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11@sha256:b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973 AS base
    /// FROM base
    /// FROM ${BASE}
    /// FROM scratch
    /// ```
    "unpinned-base-digest" {
        summary: "image by tag alone, without a digest",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[OptionSpec {
            name: "allow",
            kind: OptionKind::List,
            docs: "Image names that need no digest, such as the bases that a monorepo builds itself.",
        }, OptionSpec {
            name: "frontend",
            kind: OptionKind::Bool,
            docs: "Ask for a digest of the frontend that `# syntax=` names as well.",
        }],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let frontend = frontend_image(cx).filter(|_| cx.settings.flag(&RULE, "frontend"));
    if let Some((range, image)) = frontend.filter(|(_, image)| image.digest().is_none()) {
        sink.report(range, format!("`{}` is not pinned by a digest", image.text()))
            .note("a tag can be moved to other bytes, a digest cannot");
    }
    for used in &cx.build.images {
        let image = &used.image;
        // Without a tag there is nothing to pin yet.
        if image.digest().is_some() || image.tag().is_none() {
            continue;
        }
        if cx.settings.list(&RULE, "allow").iter().any(|allowed| allowed == image.name()) {
            continue;
        }
        let range = image.value.whole_origin().unwrap_or(used.range);
        sink.report(range, format!("`{}` is not pinned by a digest", image.text()))
            .note("a tag can be moved to other bytes, a digest cannot")
            .fix(pin(cx, used));
    }
}

/// Adds the digest that the registry gave, if it was asked.
fn pin(cx: &DockerfileCx<'_>, used: &ImageUse) -> Option<Fix> {
    let digest = cx.workspace.digest(used.image.text())?;
    let Ok(PinPlace::Open { at, .. }) = cx.build.pin_place(used) else { return None };
    Some(Fix::safe(format!("pin `{}` to what its tag names now", used.image.text()), Edit::insert(at, format!("@{digest}"))))
}
