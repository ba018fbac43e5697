//! `autoprovision-on-task-scope`: `autoprovision` where it has no effect.

use super::volume::volumes;
use crate::rule::rule;
use crate::rules::ecs::edits::delete;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::Field;

rule! {
    /// `autoprovision` is for shared volumes. A volume of the scope `task`, the default, is always made anew.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "volumes": [
    ///     { "name": "data", "dockerVolumeConfiguration": { "scope": "task", "autoprovision": true, "driver": "local" } }
    ///     //                                                                ^^^^^^^^^^^^^^^ warning: `autoprovision` has no effect on a volume of the scope `task`
    ///   ],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "mountPoints": [{ "sourceVolume": "data", "containerPath": "/data" }] }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "volumes": [
    ///     { "name": "data", "dockerVolumeConfiguration": { "scope": "task", "driver": "local" } }
    ///   ],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "mountPoints": [{ "sourceVolume": "data", "containerPath": "/data" }] }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "volumes": [
    ///     { "name": "data", "dockerVolumeConfiguration": { "scope": "shared", "autoprovision": true, "driver": "local" } }
    ///   ],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "mountPoints": [{ "sourceVolume": "data", "containerPath": "/data" }] }
    ///   ]
    /// }
    /// ```
    "autoprovision-on-task-scope" {
        summary: "`autoprovision` where it has no effect",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Error, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    if !cx.task.launch().ec2 {
        return;
    }
    for volume in volumes(cx.task) {
        let Field::Known { value: docker, .. } = volume.object("dockerVolumeConfiguration") else { continue };
        let is_task = match docker.name("scope") {
            Field::Absent { .. } => docker.is_complete(),
            scope => scope.known().is_some_and(|scope| scope == "task"),
        };
        let Some(member) = docker.node.get_member("autoprovision").filter(|_| is_task) else { continue };
        if docker.boolean("autoprovision").known().is_some() {
            sink.report(member.key.range(), "`autoprovision` has no effect on a volume of the scope `task`")
                .fix(delete(member.key).map(|edits| Fix::safe("delete `autoprovision`", edits)));
        }
    }
}
