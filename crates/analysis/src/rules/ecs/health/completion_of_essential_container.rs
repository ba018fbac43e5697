//! `completion-of-essential-container`: a container that waits for the end of an essential one.

use super::dependencies::{Dependency, dependencies};
use crate::rule::rule;
use crate::rules::ecs::inserts::set;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};

rule! {
    /// A container waits until another one has ended, and that one is essential: when it ends, the task ends.
    ///
    /// Containers are essential unless they say otherwise.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "dependsOn": [{ "containerName": "migrate", "condition": "SUCCESS" }]
    ///       //                                                       ^^^^^^^^^ error: container `migrate` is essential, so the task ends with it
    ///     },
    ///     { "name": "migrate", "image": "web:1" }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "dependsOn": [{ "containerName": "migrate", "condition": "SUCCESS" }]
    ///     },
    ///     { "name": "migrate", "image": "web:1", "essential": false }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "dependsOn": [{ "containerName": "migrate", "condition": "SUCCESS" }] },
    ///     { "name": "migrate", "image": "web:1", "essential": false }
    ///   ]
    /// }
    /// ```
    "completion-of-essential-container" {
        summary: "container that waits for the end of an essential one",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["pf-ecs-dependson-complete-on-essential"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

const ANSWER: &str =
    "ECS answers \"A dependency container with SUCCESS or COMPLETE condition cannot be an essential container\"";

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let all = dependencies(cx.task);
    for dependency in all.iter().filter(|dependency| is_end(dependency)) {
        let target = dependency.target;
        if !target.object.is_complete() || target.is_essential() != Some(true) {
            continue;
        }
        // The task must keep an essential container: the one that waits, if nobody waits for its end.
        let waiting = dependency.container;
        let awaited = all.iter().any(|other| is_end(other) && other.target.index == waiting.index);
        let stays = waiting.is_essential() == Some(true) && !awaited;
        let edits = set(target.object, "essential", "false").filter(|_| stays);
        sink.report(
            dependency.condition_node.range(),
            format!("{} is essential, so the task ends with it", target.called()),
        )
        .label(target.object.anchor(), "it is essential")
        .note(ANSWER)
        .fix(edits.map(|edits| Fix::safe("make it not essential", edits)));
    }
}

fn is_end(dependency: &Dependency<'_>) -> bool {
    matches!(&*dependency.condition, "SUCCESS" | "COMPLETE")
}
