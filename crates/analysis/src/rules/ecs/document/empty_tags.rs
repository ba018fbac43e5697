//! `empty-tags`: an empty list of tags.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::delete_member;
use plimsoll_model::ecs::Field;

rule! {
    /// The list of tags is empty.
    ///
    /// ECS takes a task definition without `tags`, or with at least one.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "tags": [],
    /// //^^^^^^ warning: `tags` is empty
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1" }]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1" }]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "tags": [{ "key": "team", "value": "shop" }]
    /// }
    /// ```
    "empty-tags" {
        summary: "empty list of tags",
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
    let Some(Field::Known { value: list, key, .. }) = cx.task.object.map(|task| task.array("tags")) else { return };
    if list.node.elements().next().is_some() || !list.is_complete() || cx.workspace.is_repaired(&cx.file.path) {
        return;
    }
    let fix = key.as_member().and_then(delete_member).map(|edits| Fix::safe("delete `tags`", edits));
    sink.report(key.range(), "`tags` is empty").note("ECS answers \"Tags can not be empty.\"").fix(fix);
}
