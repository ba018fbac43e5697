//! `multiple-log-routers`: more than one log router in a task.

use super::log::router_key;
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};

rule! {
    /// A task has one log router. With two of them, it is not said which one gets the logs.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "logConfiguration": { "logDriver": "awsfirelens" } },
    ///     { "name": "log", "image": "log:1", "firelensConfiguration": { "type": "fluentbit" } },
    ///     { "name": "tap", "image": "tap:1", "firelensConfiguration": { "type": "fluentbit" } }
    ///     //                                 ^^^^^^^^^^^^^^^^^^^^^^^ warning: the task has a second log router
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
    "multiple-log-routers" {
        summary: "more than one log router in a task",
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
    let mut routers = cx.task.containers.iter().filter_map(router_key);
    let Some(first) = routers.next() else { return };
    for other in routers {
        sink.report(other.range(), "the task has a second log router").label(first.range(), "the first one");
    }
}
