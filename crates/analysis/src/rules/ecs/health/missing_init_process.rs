//! `missing-init-process`: a container without an init process.

use crate::rule::rule;
use crate::rules::ecs::inserts::insert;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Field;

rule! {
    /// Without an init process nobody reaps the zombies that the application leaves, and signals may not reach it.
    ///
    /// AWS recommends `initProcessEnabled` for containers that ECS Exec is used with.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    ///   //^ note: container `web` has no init process
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "linuxParameters": {"initProcessEnabled": true} }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "linuxParameters": { "initProcessEnabled": true } },
    ///     { "name": "log", "image": "log:1", "linuxParameters": "${LINUX}" }
    ///   ]
    /// }
    /// ```
    "missing-init-process" {
        summary: "container without an init process",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

const KEY: &str = "initProcessEnabled";

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let object = cx.container.object;
    if cx.task.launch().windows {
        return;
    }
    let (place, edits) = match object.object("linuxParameters") {
        Field::Absent { .. } if object.is_complete() => {
            let json = format!("{{\n  \"{KEY}\": true\n}}");
            (object.anchor(), insert(object, "linuxParameters", &json))
        }
        Field::Known { value: linux, .. } => match linux.boolean(KEY) {
            Field::Absent { .. } if linux.is_complete() => (linux.anchor(), insert(linux, KEY, "true")),
            // Somebody has decided.
            Field::Known { value: false, node, .. } => (node.range(), None),
            _ => return,
        },
        _ => return,
    };
    sink.report(place, format!("{} has no init process", cx.container.called()))
        .note("nobody reaps the zombies that the application leaves, and signals may not reach it")
        .fix(edits.map(|edits| Fix::safe("let Docker run one", edits)));
}
