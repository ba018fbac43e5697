//! `log-router-not-essential`: a log router that may die without anybody noticing.

use super::log::{router_key, uses_router};
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::replace_value;
use plimsoll_model::ecs::Field;

rule! {
    /// The log router is not essential, and other containers log through it.
    ///
    /// When it dies, the task goes on and all its logs are lost.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "logConfiguration": { "logDriver": "awsfirelens" } },
    ///     { "name": "log", "image": "log:1", "essential": false, "firelensConfiguration": { "type": "fluentbit" } }
    ///     //                                              ^^^^^ warning: the log router `log` is not essential
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "logConfiguration": { "logDriver": "awsfirelens" } },
    ///     { "name": "log", "image": "log:1", "essential": true, "firelensConfiguration": { "type": "fluentbit" } }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "logConfiguration": { "logDriver": "awsfirelens" } },
    ///     { "name": "log", "image": "log:1", "firelensConfiguration": { "type": "fluentbit" } }
    ///   ]
    /// }
    /// ```
    "log-router-not-essential" {
        summary: "log router that may die without anybody noticing",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    if !cx.task.containers.iter().any(uses_router) {
        return;
    }
    for container in cx.task.containers.iter().filter(|container| router_key(container).is_some()) {
        let Field::Known { value: false, node, .. } = container.object.boolean("essential") else { continue };
        let name = container.name().map_or(String::new(), |name| format!(" `{name}`"));
        sink.report(node.range(), format!("the log router{name} is not essential"))
            .note("when it dies, the task goes on and all its logs are lost")
            .fix(replace_value(node, "true").map(|edits| Fix::r#unsafe("make it essential", edits)));
    }
}
