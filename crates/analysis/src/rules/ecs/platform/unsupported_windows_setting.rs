//! `unsupported-windows-setting`: setting that Windows containers do not have.

use crate::rule::rule;
use crate::rules::ecs::unsupported;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::NetworkMode;
use plimsoll_model::tables::unsupported::Where;

rule! {
    /// The task runs on Windows and asks for something that Windows containers do not have.
    ///
    /// Linux parameters, links, limits, a root file system that cannot be written and everything else that Docker
    /// builds on the Linux kernel are among it. Values that change nothing, such as `privileged: false`, are fine.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "runtimePlatform": { "operatingSystemFamily": "WINDOWS_SERVER_2022_CORE" },
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "readonlyRootFilesystem": true, "memory": 512 }
    /// //                                                               ^^^^ error: Windows does not support `readonlyRootFilesystem` of container `web`
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "runtimePlatform": { "operatingSystemFamily": "WINDOWS_SERVER_2022_CORE" },
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
    ///   "runtimePlatform": { "operatingSystemFamily": "WINDOWS_SERVER_2022_CORE" },
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "readonlyRootFilesystem": false, "links": [], "user": "ContainerUser", "memory": 512 }
    ///   ]
    /// }
    /// ```
    "unsupported-windows-setting" {
        summary: "setting that Windows containers do not have",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let launch = cx.task.launch();
    if !launch.windows {
        return;
    }
    let awsvpc = if cx.task.network_mode() == NetworkMode::Awsvpc {
        unsupported::find(cx.task, Where::Awsvpc)
    } else {
        Vec::new()
    };
    for found in unsupported::find(cx.task, Where::Windows) {
        // What the network mode rules out, and the mode that Fargate refuses, is said once.
        let is_said =
            awsvpc.iter().any(|other| other.node == found.node) || launch.fargate && found.row.field == "networkMode";
        if !is_said {
            unsupported::report(&found, "Windows", sink).note("the ECS developer guide lists it for Linux only");
        }
    }
}
