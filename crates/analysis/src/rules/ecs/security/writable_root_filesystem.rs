//! `writable-root-filesystem`: a container that can change its own files.

use crate::rule::rule;
use crate::rules::ecs::inserts::set;
use crate::rules::ecs::storage::volume::has_writable_place;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Field;

rule! {
    /// The root file system of the container can be written to.
    ///
    /// Whoever breaks in can change the application. Make it read-only, and give the application a volume or a temporary
    /// file system for what it has to write.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "volumes": [{ "name": "data" }],
    ///   "containerDefinitions": [
    ///     {
    ///   //^ note: the root file system of container `web` can be written to
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "mountPoints": [{ "sourceVolume": "data", "containerPath": "/data" }]
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "volumes": [{ "name": "data" }],
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "mountPoints": [{ "sourceVolume": "data", "containerPath": "/data" }],
    ///       "readonlyRootFilesystem": true
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "readonlyRootFilesystem": true },
    ///     { "name": "log", "image": "log:1", "readonlyRootFilesystem": "${READ_ONLY}" }
    ///   ]
    /// }
    /// ```
    "writable-root-filesystem" {
        summary: "container that can change its own files",
        category: Category::Security,
        levels: Levels::ecs(Level::Off, Level::Note, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["ECS.5", "CKV_AWS_336", "ecs_task_definitions_containers_readonly_access", "ecs-containers-readonly-access", "CT.ECS.PR.6"],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    const KEY: &str = "readonlyRootFilesystem";
    let object = cx.container.object;
    let place = match object.boolean(KEY) {
        Field::Absent { .. } if object.is_complete() => object.anchor(),
        Field::Known { value: false, node, .. } => node.range(),
        _ => return,
    };
    if cx.task.launch().windows {
        return;
    }
    let title = "make it read-only";
    let fix = set(object, KEY, "true").map(|edits| match has_writable_place(cx.container) {
        true => Fix::r#unsafe(title, edits),
        // Then the container could write nowhere; somebody has to say where it must.
        false => Fix::manual(title, edits),
    });
    sink.report(place, format!("the root file system of {} can be written to", cx.container.called()))
        .note("whoever breaks in can change the application")
        .fix(fix);
}
