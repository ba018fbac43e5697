//! `unwritable-temp-directory`: a container that cannot write anything at all.

use super::volume::has_writable_place;
use crate::rule::rule;
use crate::rules::ecs::inserts::insert;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Field;

rule! {
    /// With a read-only root file system and no mount, the container cannot even write to `/tmp`.
    ///
    /// Give it a temporary file system there, if it needs one.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "readonlyRootFilesystem": true }
    ///     //                                                           ^^^^ note: container `web` can write nowhere, not even to `/tmp`
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "readonlyRootFilesystem": true,
    ///       "linuxParameters": { "tmpfs": [{ "containerPath": "/tmp", "size": 64 }] }
    ///     }
    ///   ]
    /// }
    /// ```
    "unwritable-temp-directory" {
        summary: "container that cannot write anything at all",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let object = cx.container.object;
    // Another rule mends the letters' case; what is meant is the same.
    let keys = object.node.members().filter_map(|member| member.key.text());
    let Some(key) = keys.into_iter().find(|key| key.eq_ignore_ascii_case("readonlyRootFilesystem")) else { return };
    let Field::Known { value: true, node, .. } = object.boolean(&key) else { return };
    if cx.task.launch().windows || has_writable_place(cx.container) {
        return;
    }
    let list = "[{ \"containerPath\": \"/tmp\", \"size\": 64 }]";
    let edits = match object.object("linuxParameters") {
        Field::Known { value: linux, .. } => insert(linux, "tmpfs", list),
        _ => insert(object, "linuxParameters", &format!("{{\n  \"tmpfs\": {list}\n}}")),
    };
    sink.report(node.range(), format!("{} can write nowhere, not even to `/tmp`", cx.container.called()))
        .note("programs that need a file of their own stop with \"Read-only file system\"")
        .fix(edits.map(|edits| Fix::manual("give it a temporary file system at `/tmp`", edits)));
}
