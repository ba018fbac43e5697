//! `root-owned-cache-mount`: cache that the user of the RUN may not write.

use crate::rule::rule;
use crate::rules::dockerfile::syntax::{mounts, option};
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_model::dockerfile::Base;
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::images::known_user;
use plimsoll_text::Edit;

rule! {
    /// A cache mount belongs to root, whoever the RUN runs as.
    ///
    /// Another user cannot write to it: the tool fails, or silently does without its cache. Give the mount the user's
    /// number.
    ///
    /// ```Dockerfile,bad
    /// FROM node:24.11-slim
    /// USER 1000:1000
    /// RUN --mount=type=cache,target=/home/node/.npm npm ci
    /// #                      ^^^^^^^^^^^^^^^^^^^^^^ warning: the cache belongs to root, but the RUN runs as `1000`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM node:24.11-slim
    /// USER 1000:1000
    /// RUN --mount=type=cache,target=/home/node/.npm,uid=1000,gid=1000 npm ci
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24.11-slim
    /// RUN --mount=type=cache,target=/root/.npm npm ci
    /// USER node
    /// RUN --mount=type=cache,target=/home/node/.npm,uid=1000 npm ci
    /// RUN --mount=type=cache,target=/cache,mode=0777 npm ci
    /// RUN --mount=type=cache,target=/var/cache/apt,sharing=locked sudo apt-get update
    /// ```
    "root-owned-cache-mount" {
        summary: "cache that the user of the RUN may not write",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Some(stage) = cx.stage.filter(|_| cx.build.runs_as_root(cx.step) == Some(false)) else { return };
    let Some(user) = cx.build.user(stage, cx.step).and_then(|setting| setting.value) else { return };
    let (name, group) = user.split_once(':').map_or((user.as_str(), None), |(name, group)| (name, Some(group)));
    let mut commands = cx.build.scripts(cx.step).iter().flat_map(|script| &script.commands);
    if commands.any(|command| command.effective().is_wrapped_by("sudo") || command.name() == Some("sudo")) {
        return;
    }
    let numbers = numbers(cx, name, group);
    for (mount, kind) in mounts(cx) {
        let has = |name: &str| mount.options.iter().any(|it| cx.text(it.key).eq_ignore_ascii_case(name));
        // A cache that starts as a copy of something may bring its owner along.
        if kind != "cache" || has("uid") || has("gid") || has("mode") || has("from") {
            continue;
        }
        let range = option(cx, mount, &["target", "dst", "destination"]).map_or(mount.range, |(place, _)| place.range);
        let is_plain = !cx.text(mount.range).contains('"');
        let title = format!("give it to `{name}`");
        let fix = match &numbers {
            Some(numbers) => Fix::safe(title, Edit::insert(mount.range.end(), numbers.clone())),
            None => Fix::manual(title, Edit::insert(mount.range.end(), ",uid=1000,gid=1000")),
        };
        sink.report(range, format!("the cache belongs to root, but the RUN runs as `{name}`"))
            .note("the tool fails, or does without its cache")
            .fix(is_plain.then_some(fix));
    }
}

/// The options that give a mount to the user, when the numbers are known.
fn numbers(cx: &InstructionCx<'_>, name: &str, group: Option<&str>) -> Option<String> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number(name) {
        let group = group.filter(|group| is_number(group));
        return Some(group.map_or_else(|| format!(",uid={name}"), |group| format!(",uid={name},gid={group}")));
    }
    let Base::Image(image) = cx.build.external_base(cx.stage?) else { return None };
    let known = known_user(&ImageName::from_parts(image.registry(), image.repository()), image.tag())?;
    let number = known.id.filter(|_| known.name == name)?;
    Some(format!(",uid={number},gid={number}"))
}
