//! `unused-volume`: a volume that no container mounts.

use super::volume::{is_at_launch, mounted_names, name, volumes};
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::delete_element;

rule! {
    /// A volume is declared, and no container mounts it.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "volumes": [{ "name": "data" }, { "name": "log" }],
    ///   //                    ^^^^^^ warning: no container mounts the volume `data`
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "mountPoints": [{ "sourceVolume": "log", "containerPath": "/log" }] }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "volumes": [{ "name": "log" }],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "mountPoints": [{ "sourceVolume": "log", "containerPath": "/log" }] }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "volumes": [{ "name": "data" }],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "mountPoints": [{ "sourceVolume": "data", "containerPath": "/data" }] }
    ///   ]
    /// }
    /// ```
    "unused-volume" {
        summary: "volume that no container mounts",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let Some(mounted) = mounted_names(cx.task) else { return };
    for volume in volumes(cx.task) {
        let Some(declared) = name(volume, "name") else { continue };
        if is_at_launch(volume) || mounted.iter().any(|mount| mount.text == declared.text) {
            continue;
        }
        let edits = delete_element(volume.node);
        sink.report(declared.node.range(), format!("no container mounts the volume `{}`", declared.text))
            .fix(edits.map(|edits| Fix::r#unsafe(format!("delete the volume `{}`", declared.text), edits)));
    }
}
