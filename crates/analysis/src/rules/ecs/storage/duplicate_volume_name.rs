//! `duplicate-volume-name`: two volumes of one name.

use super::volume::{Name, name, volumes};
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::delete_element;

rule! {
    /// Two volumes have the same name, so a mount point cannot say which one it means.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "volumes": [{ "name": "data" }, { "name": "data", "host": { "sourcePath": "/srv/data" } }],
    ///   //                                        ^^^^^^ warning: a second volume is called `data`
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "mountPoints": [{ "sourceVolume": "data", "containerPath": "/data" }] }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "volumes": [{ "name": "data" }, { "name": "log" }, { "name": "${X}" }, { "name": "${X}" }],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "mountPoints": [{ "sourceVolume": "data", "containerPath": "/data" }] }
    ///   ]
    /// }
    /// ```
    "duplicate-volume-name" {
        summary: "two volumes of one name",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Error, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let mut seen: Vec<Name<'_>> = Vec::new();
    for volume in volumes(cx.task) {
        let Some(own) = name(volume, "name") else { continue };
        let Some(first) = seen.iter().find(|other| other.text == own.text) else {
            seen.push(own);
            continue;
        };
        let edits = delete_element(volume.node);
        sink.report(own.node.range(), format!("a second volume is called `{}`", own.text))
            .label(first.node.range(), "the first one")
            .fix(edits.map(|edits| Fix::manual("delete this one", edits)));
    }
}
