//! `unmounted-launch-volume`: a volume of the launch that no container mounts.

use super::volume::{is_at_launch, mounted_names, name, volumes};
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};

rule! {
    /// A volume with `configuredAtLaunch` must be mounted by a container.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "volumes": [{ "name": "data", "configuredAtLaunch": true }],
    ///   //                    ^^^^^^ error: no container mounts the volume `data`, which is configured at launch
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1" }]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "volumes": [{ "name": "data", "configuredAtLaunch": true }],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "mountPoints": [{ "sourceVolume": "data", "containerPath": "/data" }] }
    ///   ]
    /// }
    /// ```
    "unmounted-launch-volume" {
        summary: "volume of the launch that no container mounts",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["pf-ecs-volume-not-referenced"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let Some(mounted) = mounted_names(cx.task) else { return };
    for volume in volumes(cx.task).filter(|volume| is_at_launch(*volume)) {
        let Some(declared) = name(volume, "name") else { continue };
        if mounted.iter().all(|mount| mount.text != declared.text) {
            let name = &declared.text;
            sink.report(
                declared.node.range(),
                format!("no container mounts the volume `{name}`, which is configured at launch"),
            )
            .note(format!("ECS answers \"Volumes [{name}] are not referenced by any of the containers\""));
        }
    }
}
