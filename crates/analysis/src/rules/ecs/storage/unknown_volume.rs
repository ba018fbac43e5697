//! `unknown-volume`: a mount of a volume that is not declared.

use super::volume::{name, volume_names};
use crate::rule::rule;
use crate::rules::ecs::inserts::{append, replace_text};
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx, nearest};
use plimsoll_json::quote;

rule! {
    /// A mount point names a volume that the task definition does not declare.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "volumes": [{ "name": "uploads" }],
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "mountPoints": [{ "sourceVolume": "upload", "containerPath": "/uploads" }]
    ///       //                                ^^^^^^^^ error: no volume is called `upload`
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "volumes": [{ "name": "uploads" }],
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "mountPoints": [{ "sourceVolume": "uploads", "containerPath": "/uploads" }]
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "volumes": [{ "name": "uploads" }],
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "mountPoints": [{ "sourceVolume": "uploads", "containerPath": "/uploads" }]
    ///     }
    ///   ]
    /// }
    /// ```
    "unknown-volume" {
        summary: "mount of a volume that is not declared",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["pf-ecs-mountpoint-source-volume-missing"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let (Some(task), Some(known)) = (cx.task.object, volume_names(cx.task)) else { return };
    for container in &cx.task.containers {
        for mount in container.object.objects("mountPoints") {
            let Some(source) = name(mount, "sourceVolume") else { continue };
            if known.iter().any(|volume| volume.text == source.text) {
                continue;
            }
            let fix = match nearest(&source.text, known.iter().map(|volume| &*volume.text), 3) {
                Some(near) => {
                    replace_text(source.node, near).map(|edits| Fix::r#unsafe(format!("use `{near}`"), edits))
                }
                None => {
                    let edits = append(task, "volumes", &format!("{{ \"name\": {} }}", quote(&source.text)));
                    edits.map(|edits| Fix::r#unsafe(format!("declare the volume `{}`", source.text), edits))
                }
            };
            sink.report(source.node.range(), format!("no volume is called `{}`", source.text))
                .note(format!("ECS answers \"Unknown volume '{}'\"", source.text))
                .fix(fix);
        }
    }
}
