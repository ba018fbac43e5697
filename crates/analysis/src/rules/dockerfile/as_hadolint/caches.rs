//! Which caches hadolint takes for left behind.
//!
//! Invariant: what cleans is a command of the same RUN; whether the stage is in the image is asked for apt and yarn alone.

use super::{Plain, commands, is_kept, packages::is_pip};
use crate::{InstructionCx, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::dockerfile::{BindingKind, BindingValue};
use plimsoll_text::TextRange;

const NOTE: &str = "a later layer cannot take it out again";

/// Lists of apt: of the last stage, and of those that another one starts from.
pub(in crate::rules::dockerfile) fn apt_lists(cx: &InstructionCx<'_>, sink: &mut Sink) {
    if !is_kept(cx) || is_mounted(cx, |target| target == "/var/lib/apt/lists") {
        return;
    }
    let commands = commands(cx, cx.step);
    let is_update = |it: &&Plain<'_>| matches!(it.name, "apt-get" | "apt" | "aptitude") && it.has("update");
    let is_cleaning = |it: &Plain<'_>| it.name == "rm" && (it.has("-rf") || it.has("/var/lib/apt/lists/*"));
    let Some(update) = commands.iter().find(is_update) else { return };
    if !commands.iter().any(is_cleaning) {
        sink.report(update.head("update"), "the package lists stay in the image").note(NOTE);
    }
}

/// The cache of pip.
pub(in crate::rules::dockerfile) fn pip(cx: &InstructionCx<'_>) -> Option<TextRange> {
    let is_on = |value: &str| matches!(value.to_ascii_lowercase().as_str(), "1" | "true" | "on" | "yes");
    let is_set =
        cx.stage.and_then(|stage| cx.build.binding(stage, cx.step, "PIP_NO_CACHE_DIR")).is_some_and(|binding| {
            binding.kind == BindingKind::Env
                && matches!(&binding.value, BindingValue::Known(value) if is_on(&value.text))
        });
    let scripts = cx.build.scripts(cx.step).iter().flat_map(|script| &script.commands);
    let mut assigned = scripts.flat_map(|command| command.assignments.iter().chain(&command.declarations));
    let assigns = assigned.any(|it| it.name() == "PIP_NO_CACHE_DIR" && it.value.literal().is_some_and(is_on));
    if is_set || assigns || is_mounted(cx, |target| target == "/root/.cache/pip") {
        return None;
    }
    let commands = commands(cx, cx.step);
    let fills = |it: &&Plain<'_>| is_pip(it) && it.name != "pipx" && it.has("install") && !it.has("--no-cache-dir");
    commands.iter().find(fills).map(|found| found.head("install"))
}

/// The cache of yum.
pub(in crate::rules::dockerfile) fn yum(cx: &InstructionCx<'_>) -> Option<TextRange> {
    rpm(cx, |name| name == "yum", &["install"], "/var/cache/yum")
}

/// The cache of dnf.
pub(in crate::rules::dockerfile) fn dnf(cx: &InstructionCx<'_>) -> Option<TextRange> {
    let verbs = ["install", "upgrade", "reinstall"];
    rpm(cx, |name| matches!(name, "dnf" | "microdnf"), &verbs, "/var/cache/dnf")
}

/// The cache of yarn: `yarn cache …` has to come behind the first `yarn install`.
pub(in crate::rules::dockerfile) fn yarn(cx: &InstructionCx<'_>) -> Option<TextRange> {
    if !is_kept(cx) || is_mounted(cx, |target| target.contains("/.cache/yarn")) {
        return None;
    }
    let commands = commands(cx, cx.step);
    let install = commands.iter().find(|it| it.name == "yarn" && it.has("install"))?;
    let cleans = |it: &Plain<'_>| it.name == "yarn" && it.has("cache");
    let mut behind = commands.iter().filter(|it| it.command.range.start() > install.command.range.start());
    (!behind.any(cleans)).then(|| install.head("install"))
}

fn rpm(cx: &InstructionCx<'_>, is_own: impl Fn(&str) -> bool, verbs: &[&str], directory: &str) -> Option<TextRange> {
    if is_mounted(cx, |target| target == directory) {
        return None;
    }
    let commands = commands(cx, cx.step);
    let verb = |it: &Plain<'_>| verbs.iter().find(|verb| it.has(verb)).copied();
    let first = commands.iter().find(|it| is_own(it.name) && verb(it).is_some())?;
    let cleans = |it: &Plain<'_>| {
        let deletes = |text: &str| directory.starts_with(text.trim_end_matches(['*', '/'])) && text.len() > 1;
        let is_rm = it.name == "rm" && (it.has("-rf") || it.words.iter().any(|(_, text)| deletes(text)));
        is_rm || is_own(it.name) && it.has("clean")
    };
    // The first cleaning decides: one in front of the first install spoils it.
    let cleaned = commands.iter().find(|it| cleans(it));
    let is_clean = cleaned.is_some_and(|it| it.command.range.start() > first.command.range.start());
    (!is_clean).then(|| first.head(verb(first).unwrap_or("install")))
}

/// Whether a cache or a tmpfs is mounted at a place that `is_cache` names.
fn is_mounted(cx: &InstructionCx<'_>, is_cache: impl Fn(&str) -> bool) -> bool {
    let Body::Run(run) = &cx.instruction.body else { return false };
    run.mounts.iter().any(|mount| {
        let kind = mount.option(cx.source(), &["type"]);
        let target = mount.option(cx.source(), &["target", "dst", "destination"]);
        matches!(kind, Some("cache" | "tmpfs")) && target.is_some_and(|it| is_cache(it.trim_end_matches('/')))
    })
}
