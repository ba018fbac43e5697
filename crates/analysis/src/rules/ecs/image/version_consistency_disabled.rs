//! `version-consistency-disabled`: deployment that may run two images of one tag.

use crate::rule::rule;
use crate::rules::ecs::edits::delete;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Field;

rule! {
    /// With `versionConsistency` ECS resolves the tag once and runs the same image in all tasks of a deployment.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "versionConsistency": "disabled" }
    /// //                                                           ^^^^^^^^^^ note: tasks of one deployment may run different images
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "versionConsistency": "enabled" }
    ///   ]
    /// }
    /// ```
    "version-consistency-disabled" {
        summary: "deployment that may run two images of one tag",
        category: Category::Reproducibility,
        levels: Levels::ecs(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Field::Known { value, node, .. } = cx.container.object.string("versionConsistency") else { return };
    if value == "disabled" && !cx.workspace.renders(&cx.file.path, cx.container.name().as_deref()) {
        sink.report(node.range(), "tasks of one deployment may run different images")
            .note("each task pulls what the tag names when it starts")
            .fix(delete(node).map(|edits| Fix::r#unsafe("delete `versionConsistency`", edits)));
    }
}
