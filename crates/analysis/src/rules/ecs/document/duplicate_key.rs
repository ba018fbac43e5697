//! `duplicate-key`: a key that stands twice in one object.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::delete_member;

rule! {
    /// A key stands twice in one object.
    ///
    /// JSON leaves open which one counts. Most parsers keep the last, and the first is silently lost.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "cpu": "256",
    ///   "cpu": "512",
    /// //^^^^^ warning: `cpu` stands here for the second time
    ///   "memory": "1024"
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "cpu": "256",
    ///   "memory": "1024",
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1", "cpu": 256 }]
    /// }
    /// ```
    "duplicate-key" {
        summary: "key that stands twice in one object",
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
    for duplicate in cx.document.duplicate_keys() {
        let Some(name) = duplicate.again.text() else { continue };
        // A template may hold both sides of a condition; so does a merge conflict, and after a missing bracket the
        // keys of two objects look like those of one.
        if duplicate.again.parent().is_some_and(|object| !object.is_complete()) {
            continue;
        }
        let fix = duplicate.first.as_member().and_then(delete_member);
        sink.report(duplicate.again.range(), format!("`{name}` stands here for the second time"))
            .label(duplicate.first.range(), "the first one, which most parsers drop")
            .fix(fix.map(|edits| Fix::manual(format!("delete the first `{name}`"), edits)));
    }
}
