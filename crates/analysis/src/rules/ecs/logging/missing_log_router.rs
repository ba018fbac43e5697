//! `missing-log-router`: logs sent to a router that is not there.

use super::log::{log, router_key};
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};

rule! {
    /// A container sends its logs to the task's log router, and no container is one.
    ///
    /// The log router is the container with a `firelensConfiguration`.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "logConfiguration": { "logDriver": "awsfirelens" } }
    ///     //                                                                    ^^^^^^^^^^^^^ error: no container has a `firelensConfiguration`, so there is no log router
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
    "missing-log-router" {
        summary: "logs sent to a router that is not there",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["pf-ecs-awsfirelens-without-router"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

const ANSWER: &str = "ECS answers \"When awsfirelens log driver is specified in log configuration, a firelens \
                      configuration object must be specified\"";

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let containers = &cx.task.containers;
    // What an array of container definitions lacks, the file that uses it may add.
    if cx.task.object.is_none() || !cx.task.is_container_list_complete() {
        return;
    }
    if containers.iter().any(|container| router_key(container).is_some() || !container.object.is_complete()) {
        return;
    }
    let mut senders = containers.iter().filter_map(log).filter(|log| log.driver == "awsfirelens");
    let Some(first) = senders.next() else { return };
    let finding =
        sink.report(first.driver_node.range(), "no container has a `firelensConfiguration`, so there is no log router");
    for other in senders {
        finding.label(other.driver_node.range(), "logs to it too");
    }
    finding.note(ANSWER);
}
