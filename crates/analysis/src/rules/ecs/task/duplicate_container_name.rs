//! `duplicate-container-name`: two containers of one name.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::Field;
use plimsoll_text::Edit;

rule! {
    /// Containers of a task are told apart by their names.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" },
    ///     { "name": "web", "image": "log:1" }
    ///   //          ^^^^^ error: a second container is called `web`
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" },
    ///     { "name": "${NAME}", "image": "log:1" },
    ///     { "name": "${NAME}", "image": "log:1" }
    ///   ]
    /// }
    /// ```
    "duplicate-container-name" {
        summary: "two containers of one name",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &["pf-ecs-duplicate-container-names"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let mut seen: Vec<(String, plimsoll_text::TextRange)> = Vec::new();
    for container in &cx.task.containers {
        let Field::Known { value, node, .. } = container.object.name("name") else { continue };
        match seen.iter().find(|(name, _)| *name == *value) {
            Some((_, first)) => {
                sink.report(node.range(), format!("a second container is called `{value}`"))
                    .label(*first, "the first one")
                    .note("ECS answers \"Container names must be unique within a task definition.\"")
                    .fix(
                        node.content_range()
                            .map(|range| Fix::manual("name it otherwise", Edit::insert(range.end(), "-2"))),
                    );
            }
            None => seen.push((value.into_owned(), node.range())),
        }
    }
}
