//! `ineffective-start-timeout`: a time limit for a start that nobody waits for.

use super::dependencies::{are_known, dependencies};
use crate::rule::rule;
use crate::rules::ecs::edits::delete;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::Field;

rule! {
    /// `startTimeout` says how long others wait for this container. Nobody waits for it to be healthy or to end.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "startTimeout": 60 }
    ///     //                                 ^^^^^^^^^^^^^^ note: no container waits for container `web`, so `startTimeout` has no effect
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
    ///     { "name": "web", "image": "web:1", "dependsOn": [{ "containerName": "migrate", "condition": "SUCCESS" }] },
    ///     { "name": "migrate", "image": "web:1", "essential": false, "startTimeout": 60 }
    ///   ]
    /// }
    /// ```
    "ineffective-start-timeout" {
        summary: "time limit for a start that nobody waits for",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    if !are_known(cx.task) {
        return;
    }
    let all = dependencies(cx.task);
    for container in &cx.task.containers {
        let Field::Known { key, .. } = container.object.integer("startTimeout") else { continue };
        if all.iter().any(|it| it.target.index == container.index && it.condition != "START") {
            continue;
        }
        let message = format!("no container waits for {}, so `startTimeout` has no effect", container.called());
        sink.report(key.range(), message).fix(delete(key).map(|edits| Fix::r#unsafe("delete `startTimeout`", edits)));
    }
}
