//! `unused-log-router`: a log router that no container sends to.

use super::log::{may_use_router, router_key};
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};

rule! {
    /// The task has a log router, but no container has the log driver `awsfirelens`.
    ///
    /// The router runs and gets nothing.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "logConfiguration": { "logDriver": "awslogs" } },
    ///     { "name": "log", "image": "log:1", "firelensConfiguration": { "type": "fluentbit" } }
    ///     //                                 ^^^^^^^^^^^^^^^^^^^^^^^ warning: no container logs to the router `log`
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "logConfiguration": { "logDriver": "${DRIVER}" } },
    ///     { "name": "log", "image": "log:1", "firelensConfiguration": { "type": "fluentbit" } }
    ///   ]
    /// }
    /// ```
    "unused-log-router" {
        summary: "log router that no container sends to",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let containers = &cx.task.containers;
    if cx.task.object.is_none() || !cx.task.is_container_list_complete() || containers.iter().any(may_use_router) {
        return;
    }
    for (container, key) in containers.iter().filter_map(|container| Some((container, router_key(container)?))) {
        let router = container.name().map_or("the router".to_owned(), |name| format!("the router `{name}`"));
        sink.report(key.range(), format!("no container logs to {router}"))
            .note("give the others the log driver `awsfirelens`, or take the router out");
    }
}
