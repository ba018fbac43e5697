//! `invalid-family-name`: name of a task family with characters that it cannot have.

use crate::rule::rule;
use crate::rules::ecs::edits::set;
use crate::rules::ecs::names;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::quote;

rule! {
    /// The name of a family has letters, digits, `_` and `-`, at most 255 of them.
    ///
    /// ```json,bad
    /// {
    ///   "family": "shop.web",
    /// //          ^^^^^^^^^^ error: `family` has `.` in it
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "shop-web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "shop-${STAGE}",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    ///   ]
    /// }
    /// ```
    "invalid-family-name" {
        summary: "name of a task family with characters that it cannot have",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["pf-ecs-taskdef-family"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let Some(task) = cx.task.object else { return };
    let family = task.name("family");
    let Some((node, problem)) = names::problem(&family) else { return };
    let fix = family.known().and_then(|name| {
        let name = names::mended(name);
        Some(Fix::r#unsafe(format!("call it `{name}`"), set(node, quote(&name))?))
    });
    sink.report(node.range(), format!("`family` {problem}"))
        .note("ECS takes up to 255 letters, digits, `_` and `-`")
        .fix(fix);
}
