//! `invalid-mount-point`: a mount point that says too little or no absolute path.

use crate::rule::rule;
use crate::rules::ecs::paths::is_absolute;
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Field;

rule! {
    /// A mount point needs `sourceVolume` and `containerPath`, and the path is absolute.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "volumes": [{ "name": "data" }],
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "mountPoints": [
    ///         { "containerPath": "/data" },
    ///       //^ warning: the mount point has no `sourceVolume`
    ///         { "sourceVolume": "data", "containerPath": "data" }
    ///         //                                         ^^^^^^ warning: `data` is no absolute path
    ///       ]
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "volumes": [{ "name": "data" }],
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "mountPoints": [
    ///         { "sourceVolume": "data", "containerPath": "/data" },
    ///         { "sourceVolume": "data", "containerPath": "C:\\data" },
    ///         { "sourceVolume": "data", "containerPath": "${PATH}" },
    ///         { "sourceVolume": "data", "containerPath": "\\\\.\\pipe\\docker_engine" }
    ///       ]
    ///     }
    ///   ]
    /// }
    /// ```
    "invalid-mount-point" {
        summary: "mount point that says too little or no absolute path",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Error, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    for mount in cx.container.object.objects("mountPoints") {
        for key in ["sourceVolume", "containerPath"] {
            if mount.name(key).is_absent() && mount.is_complete() {
                sink.report(mount.anchor(), format!("the mount point has no `{key}`"));
            }
        }
        if let Field::Known { value: path, node, .. } = mount.name("containerPath")
            && !is_absolute(&path)
        {
            sink.report(node.range(), format!("`{path}` is no absolute path"))
                .note("Docker refuses to start the container");
        }
    }
}
