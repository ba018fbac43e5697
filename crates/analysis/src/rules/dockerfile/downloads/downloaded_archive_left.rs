//! `downloaded-archive-left`: archive that stays in the image beside what was in it.

use super::flow::{UseKind, first_use, is_deleted, saved};
use crate::rule::rule;
use crate::rules::dockerfile::lines::plain_run;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_model::commands::stays_flat;
use plimsoll_model::path::is_within;
use plimsoll_shell::Connector;
use plimsoll_text::Edit;

rule! {
    /// An archive that was unpacked is in the image twice. Delete it in the same RUN.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN curl -fsSLo /tmp/app.tgz https://example.com/app.tgz && tar -xzf /tmp/app.tgz -C /opt
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: `/tmp/app.tgz` stays in the image
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN curl -fsSLo /tmp/app.tgz https://example.com/app.tgz && tar -xzf /tmp/app.tgz -C /opt && rm /tmp/app.tgz
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11 AS build
    /// RUN curl -fsSLo /tmp/app.tgz https://example.com/app.tgz && tar -xzf /tmp/app.tgz -C /opt
    /// FROM debian:12.11
    /// RUN cd /tmp && curl -fsSLO https://example.com/app.tgz && tar -xzf app.tgz -C /opt && rm -rf /tmp/*
    /// RUN --mount=type=tmpfs,target=/tmp curl -fsSLo /tmp/a.tgz https://example.com/a.tgz && tar -xzf /tmp/a.tgz -C /opt
    /// ```
    "downloaded-archive-left" {
        summary: "archive that stays in the image beside what was in it",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Some(stage) = cx.stage.map(|stage| cx.build.stage(stage)).filter(|stage| stage.shipped) else { return };
    for saved in saved(cx) {
        let Some(found) = first_use(cx, &saved, UseKind::Unpacks) else { continue };
        let is_same_run = cx.instruction.range.contains_range(found.word);
        // `gunzip` and its like delete what they unpack.
        let takes_away =
            matches!(found.command.effective().name(), Some("gunzip" | "bunzip2" | "unxz" | "gzip" | "xz"));
        let name = saved.path.rsplit('/').next().unwrap_or("");
        let later = cx.build.stage_steps(stage).filter(|(step, _)| *step > cx.step);
        let is_used_later = later.into_iter().any(|(_, it)| cx.text(it.range).contains(name));
        if !is_same_run || takes_away || is_deleted(cx, &saved) || is_used_later || is_mounted(cx, &saved.path) {
            continue;
        }
        let is_known = !saved.path.contains('\u{0}');
        let shown = if is_known { saved.path.as_str() } else { name };
        let place = saved.command.effective().range().unwrap_or(saved.command.range);
        sink.report(place, format!("`{shown}` stays in the image"))
            .label(found.word, "unpacked here")
            .fix(if is_known { fix(cx, &saved.path) } else { None });
    }
}

fn is_mounted(cx: &InstructionCx<'_>, path: &str) -> bool {
    let plimsoll_dockerfile::Body::Run(run) = &cx.instruction.body else { return false };
    run.mounts.iter().any(|mount| {
        let target = mount.option(cx.source(), &["target", "dst", "destination"]);
        target.is_some_and(|target| target.contains('$') || is_within(path, target))
    })
}

fn fix(cx: &InstructionCx<'_>, path: &str) -> Option<Fix> {
    plain_run(cx)?;
    let [script] = cx.build.scripts(cx.step) else { return None };
    let last = script.commands.last()?;
    let is_list = script.commands.iter().all(|it| matches!(it.connector(), Connector::Start | Connector::And));
    if !stays_flat(script) || !script.scopes.is_empty() || !is_list || path.contains([' ', '\'', '"', '*']) {
        return None;
    }
    let edit = Edit::insert(last.range.end(), format!(" && rm {path}"));
    Some(Fix::r#unsafe("delete it in the same RUN", edit))
}
