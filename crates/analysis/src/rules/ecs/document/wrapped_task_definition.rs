//! `wrapped-task-definition`: saved describe output instead of a task definition.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::replace_document;
use plimsoll_model::ecs::Shape;

rule! {
    /// The task definition stands below `taskDefinition`, as describe output has it.
    ///
    /// Registration takes its fields at the top of the document.
    ///
    /// ```json,bad
    /// {
    ///   "taskDefinition": {
    /// //^^^^^^^^^^^^^^^^ warning: the task definition is wrapped in `taskDefinition`
    ///     "family": "web",
    ///     "containerDefinitions": [{ "name": "web", "image": "web:1" }]
    ///   },
    ///   "tags": [{ "key": "team", "value": "shop" }]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1" }],
    ///   "tags": [{ "key": "team", "value": "shop" }]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1" }]
    /// }
    /// ```
    "wrapped-task-definition" {
        summary: "describe output instead of a task definition",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Error, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let (Shape::Wrapped, Some(object), Some(root)) = (cx.task.shape, cx.task.object, cx.document.root()) else {
        return;
    };
    let Some(key) = object.node.key_node() else { return };
    // A script that takes the inner object out of this very file knows what it has.
    if cx.workspace.deployers(&cx.file.path).any(|file| file.text.contains(".taskDefinition")) {
        return;
    }
    let tags = root.get_member("tags").filter(|_| object.node.get_member("tags").is_none());
    let kept: Vec<_> = tags.into_iter().collect();
    sink.report(key.range(), "the task definition is wrapped in `taskDefinition`")
        .note("the AWS CLI refuses it: \"Unknown parameter in input: \"taskDefinition\"\"")
        .fix(replace_document(object.node, &kept).map(|edits| Fix::r#unsafe("unwrap the task definition", edits)));
}
