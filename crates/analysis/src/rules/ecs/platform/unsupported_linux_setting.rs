//! `unsupported-linux-setting`: setting that Linux tasks do not have.

use crate::rule::rule;
use crate::rules::ecs::unsupported;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::tables::unsupported::Where;

rule! {
    /// FSx for Windows File Server volumes can be mounted by Windows tasks only.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "runtimePlatform": { "operatingSystemFamily": "LINUX" },
    ///   "volumes": [{ "name": "data", "fsxWindowsFileServerVolumeConfiguration": { "fileSystemId": "fs-1" } }],
    /// //                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: Linux does not support `fsxWindowsFileServerVolumeConfiguration` of volume `data`
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512 }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "volumes": [{ "name": "data", "fsxWindowsFileServerVolumeConfiguration": { "fileSystemId": "fs-1" } }],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512 }
    ///   ]
    /// }
    /// ```
    "unsupported-linux-setting" {
        summary: "setting that Linux tasks do not have",
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
    let launch = cx.task.launch();
    // Fargate has none of them on any system.
    if launch.linux && !launch.fargate {
        for found in unsupported::find(cx.task, Where::Linux) {
            unsupported::report(&found, "Linux", sink);
        }
    }
}
