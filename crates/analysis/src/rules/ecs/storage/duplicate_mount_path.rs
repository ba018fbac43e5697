//! `duplicate-mount-path`: two mounts at one path.

use crate::rule::rule;
use crate::rules::ecs::paths::normalized;
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Field;
use plimsoll_text::TextRange;

rule! {
    /// Two mount points, or a mount point and a temporary file system, have the same path. One hides the other.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "volumes": [{ "name": "data" }, { "name": "log" }],
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "mountPoints": [
    ///         { "sourceVolume": "data", "containerPath": "/data" },
    ///         { "sourceVolume": "log", "containerPath": "/data/" }
    ///         //                                        ^^^^^^^^ warning: container `web` has a second mount at `/data`
    ///       ]
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "volumes": [{ "name": "data" }, { "name": "log" }],
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "linuxParameters": { "tmpfs": [{ "containerPath": "/tmp", "size": 64 }] },
    ///       "mountPoints": [
    ///         { "sourceVolume": "data", "containerPath": "/data" },
    ///         { "sourceVolume": "log", "containerPath": "/data/log" }
    ///       ]
    ///     }
    ///   ]
    /// }
    /// ```
    "duplicate-mount-path" {
        summary: "two mounts at one path",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let object = cx.container.object;
    let linux = object.object("linuxParameters").known().copied();
    let mounts = object.objects("mountPoints").chain(linux.into_iter().flat_map(|linux| linux.objects("tmpfs")));
    let mut seen: Vec<(String, TextRange)> = Vec::new();
    let mut places: Vec<(String, TextRange)> = mounts
        .filter_map(|mount| match mount.name("containerPath") {
            Field::Known { value, node, .. } => Some((normalized(&value), node.range())),
            _ => None,
        })
        .collect();
    places.sort_by_key(|(_, range)| range.start());
    for (path, range) in places {
        match seen.iter().find(|(other, _)| *other == path) {
            Some((_, first)) => {
                sink.report(range, format!("{} has a second mount at `{path}`", cx.container.called()))
                    .label(*first, "the first one")
                    .note("one of them hides the other");
            }
            None => seen.push((path, range)),
        }
    }
}
