//! `wrapped-task-definition`: saved describe output instead of a task definition.

use crate::rule::rule;
use crate::workspace::deployment::is_ecspresso;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx, WorkspaceFile};
use plimsoll_json::{Member, replace_document};
use plimsoll_model::ecs::Shape;

rule! {
    /// The task definition stands below `taskDefinition`, as describe output has it.
    ///
    /// Registration takes its fields at the top of the document. The fix unwraps it and keeps the tags; it is not safe
    /// where a test keeps the answer of a program, or where something else stands beside the task definition.
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
        fix: FixAvailability::Safe,
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
    // A script that takes the inner object out of this very file knows what it has, and ecspresso takes either.
    let is_expected =
        |file: &WorkspaceFile| file.text.contains(".taskDefinition") || is_ecspresso(&file.path, &file.text);
    if cx.workspace.deployers(&cx.file.path).any(is_expected) {
        return;
    }
    let tags = root.get_member("tags").filter(|_| object.node.get_member("tags").is_none());
    let kept: Vec<_> = tags.into_iter().collect();
    // Nothing takes a document in this form, so that nothing depends on it; unless it is no document, but an answer that
    // somebody keeps, or holds something that would be lost.
    let is_left = |member: &Member<'_>| {
        let key = member.key.text().unwrap_or_default();
        key != "taskDefinition" && key != "ResponseMetadata" && !kept.iter().any(|it| it.key == member.key)
    };
    let fix = match root.members().any(|member| is_left(&member)) || is_recorded(&cx.file.path) {
        true => Fix::r#unsafe,
        false => Fix::safe,
    };
    sink.report(key.range(), "the task definition is wrapped in `taskDefinition`")
        .note("the AWS CLI refuses it: \"Unknown parameter in input: \"taskDefinition\"\"")
        .fix(replace_document(object.node, &kept).map(|edits| fix("unwrap the task definition".to_owned(), edits)));
}

/// Whether the file lies where tests and documents keep answers of programs.
fn is_recorded(path: &str) -> bool {
    const FOLDERS: [&str; 9] =
        ["test", "tests", "__tests__", "spec", "testdata", "fixtures", "mocks", "__mocks__", "docs"];
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    folders.split('/').any(|folder| FOLDERS.contains(&folder))
}
