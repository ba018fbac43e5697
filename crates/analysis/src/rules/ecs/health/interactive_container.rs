//! `interactive-container`: a container that waits for somebody to type.

use crate::rule::rule;
use crate::rules::ecs::edits::delete;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Field;

rule! {
    /// `interactive` and `pseudoTerminal` are for people at a keyboard. Nobody sits there in ECS.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "interactive": true, "pseudoTerminal": true }
    ///     //                                 ^^^^^^^^^^^^^ note: `interactive` keeps the input of container `web` open, and nobody types
    ///     //                                                      ^^^^^^^^^^^^^^^^ note: `pseudoTerminal` gives container `web` a terminal that nobody sees
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
    ///     { "name": "web", "image": "web:1", "interactive": false, "pseudoTerminal": null }
    ///   ]
    /// }
    /// ```
    "interactive-container" {
        summary: "container that waits for somebody to type",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Note, Level::Note, Level::Note),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let called = cx.container.called();
    for key in ["interactive", "pseudoTerminal"] {
        let Field::Known { value: true, key: node, .. } = cx.container.object.boolean(key) else { continue };
        let message = match key {
            "interactive" => format!("`interactive` keeps the input of {called} open, and nobody types"),
            _ => format!("`pseudoTerminal` gives {called} a terminal that nobody sees"),
        };
        sink.report(node.range(), message)
            .fix(delete(node).map(|edits| Fix::r#unsafe(format!("delete `{key}`"), edits)));
    }
}
