//! `null-value`: `null` in the place of a value.

use super::refusal;
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::{delete_element, delete_member};

rule! {
    /// `null` stands where a value or nothing at all belongs.
    ///
    /// The AWS CLI and the Python SDK refuse it. Without the member the document means the same.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "workingDirectory": null }
    ///   //                                                       ^^^^ note: `workingDirectory` is `null`
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
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1", "workingDirectory": "/app" }]
    /// }
    /// ```
    "null-value" {
        summary: "`null` in the place of a value",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Note, Level::Warning, Level::Note),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    // The tools that read carriers leave out what is `null`.
    if cx.carrier.is_some() || cx.workspace.is_repaired(&cx.file.path) {
        return;
    }
    for value in &cx.task.survey().nulls {
        let node = value.node;
        let (message, title, edits) = match node.as_member() {
            Some(member) => {
                let key = member.key.text().unwrap_or_default();
                (format!("`{key}` is `null`"), format!("delete `{key}`"), delete_member(member))
            }
            None => (
                format!("an element of `{}` is `null`", value.member.name),
                "delete it".to_owned(),
                delete_element(node),
            ),
        };
        sink.report(node.range(), message)
            .note(refusal::mistyped(cx.task, node, value.kind))
            .fix(edits.map(|edits| Fix::safe(title, edits)));
    }
}
