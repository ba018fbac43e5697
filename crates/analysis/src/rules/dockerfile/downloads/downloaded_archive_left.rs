//! `downloaded-archive-left`: archive that stays in the image beside what was in it.

use super::flow::{UseKind, first_use, is_deleted, saved, verifies};
use crate::rule::rule;
use crate::rules::dockerfile::lines::plain_run;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_model::commands::main_list;
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

/// Endings of files that hold a signature or a sum.
const SIGNATURES: [&str; 7] = [".asc", ".sig", ".sign", ".sha256", ".sha512", ".sha256sum", ".minisig"];

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Some(stage) = cx.stage.map(|stage| cx.build.stage(stage)).filter(|stage| stage.shipped) else { return };
    for saved in saved(cx) {
        let found = first_use(cx, &saved, UseKind::Unpacks);
        let name = saved.path.rsplit('/').next().unwrap_or("");
        // What only says that another file is right is of no use when that is said.
        let is_proof = SIGNATURES.iter().any(|end| name.len() > end.len() && name.ends_with(end))
            && cx.build.scripts(cx.step).iter().flat_map(|it| &it.commands).any(verifies);
        if found.is_none() && !is_proof {
            continue;
        }
        let is_same_run = found.as_ref().is_none_or(|found| cx.instruction.range.contains_range(found.word));
        // `gunzip` and its like delete what they unpack.
        let takes_away = found.as_ref().is_some_and(|found| {
            matches!(found.command.effective().name(), Some("gunzip" | "bunzip2" | "unxz" | "gzip" | "xz"))
        });
        let later = cx.build.stage_steps(stage).filter(|(step, _)| *step > cx.step);
        let is_used_later = later.into_iter().any(|(_, it)| cx.text(it.range).contains(name));
        if !is_same_run || takes_away || is_deleted(cx, &saved) || is_used_later || is_mounted(cx, &saved.path) {
            continue;
        }
        let is_known = !saved.path.contains('\u{0}');
        let shown = if is_known { saved.path.as_str() } else { name };
        let finding = sink.report(saved.range, format!("`{shown}` stays in the image"));
        if let Some(found) = found {
            finding.label(found.word, "unpacked here");
        }
        finding.fix(if is_known { fix(cx, &saved.path) } else { None });
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
    let is_list = main_list(script).all(|it| {
        let is_piped = it.place.pipeline.is_some_and(|seat| seat.index > 0);
        is_piped || matches!(it.connector(), Connector::Start | Connector::And)
    });
    let is_flat = script.complete
        && script.commands.iter().all(|it| it.scope.is_none() && !it.place.background && !it.place.negated);
    if !is_flat || !script.scopes.is_empty() || !is_list || path.contains([' ', '\'', '"', '*']) {
        return None;
    }
    let edit = Edit::insert(last.range.end(), format!(" && rm {path}"));
    Some(Fix::r#unsafe("delete it in the same RUN", edit))
}
