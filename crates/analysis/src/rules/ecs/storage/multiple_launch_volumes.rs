//! `multiple-launch-volumes`: more than one volume that is configured at launch.

use super::volume::{is_at_launch, volumes};
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::Node;
use plimsoll_model::tables::limits::LAUNCH_VOLUMES;

rule! {
    /// A task definition has at most one volume with `configuredAtLaunch`.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "volumes": [
    ///     { "name": "data", "configuredAtLaunch": true },
    ///     { "name": "log", "configuredAtLaunch": true }
    ///     //                                     ^^^^ error: a second volume is configured at launch
    ///   ],
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "mountPoints": [
    ///         { "sourceVolume": "data", "containerPath": "/data" },
    ///         { "sourceVolume": "log", "containerPath": "/log" }
    ///       ]
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "volumes": [{ "name": "data", "configuredAtLaunch": true }, { "name": "log" }],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "mountPoints": [{ "sourceVolume": "data", "containerPath": "/data" }] }
    ///   ]
    /// }
    /// ```
    "multiple-launch-volumes" {
        summary: "more than one volume that is configured at launch",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let at_launch: Vec<Node<'_>> = volumes(cx.task)
        .filter(|volume| is_at_launch(*volume))
        .filter_map(|volume| volume.node.get("configuredAtLaunch"))
        .collect();
    for node in at_launch.iter().skip(LAUNCH_VOLUMES) {
        sink.report(node.range(), "a second volume is configured at launch")
            .label(at_launch[0].range(), "the first one")
            .note("ECS takes one in a task definition");
    }
}
