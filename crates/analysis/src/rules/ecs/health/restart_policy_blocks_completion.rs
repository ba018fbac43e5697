//! `restart-policy-blocks-completion`: a container that is restarted while others wait for its end.

use super::dependencies::dependencies;
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::Field;

rule! {
    /// A container waits until another one has ended, and that one has a restart policy.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "dependsOn": [{ "containerName": "migrate", "condition": "SUCCESS" }] },
    ///     { "name": "migrate", "image": "web:1", "essential": false, "restartPolicy": { "enabled": true } }
    ///     //                                                                                       ^^^^ warning: container `migrate` is restarted when it ends, and container `web` waits for its end
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "dependsOn": [{ "containerName": "log", "condition": "START" }] },
    ///     { "name": "log", "image": "log:1", "restartPolicy": { "enabled": true } }
    ///   ]
    /// }
    /// ```
    "restart-policy-blocks-completion" {
        summary: "container that is restarted while others wait for its end",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Off, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let mut seen = Vec::new();
    for dependency in dependencies(cx.task) {
        let target = dependency.target;
        if !matches!(&*dependency.condition, "SUCCESS" | "COMPLETE") || seen.contains(&target.index) {
            continue;
        }
        let Field::Known { value: policy, .. } = target.object.object("restartPolicy") else { continue };
        let Field::Known { value: true, node, .. } = policy.boolean("enabled") else { continue };
        seen.push(target.index);
        sink.report(
            node.range(),
            format!(
                "{} is restarted when it ends, and {} waits for its end",
                target.called(),
                dependency.container.called()
            ),
        )
        .label(dependency.condition_node.range(), "waits here")
        .note("the end may never come, and the task stays PENDING");
    }
}
