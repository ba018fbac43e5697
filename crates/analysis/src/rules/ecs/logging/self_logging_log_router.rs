//! `self-logging-log-router`: a log router that logs to itself.

use super::awslogs_block::awslogs_block;
use super::log::{log, router_key};
use crate::rule::rule;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_json::replace_value;

rule! {
    /// The log router sends its own output to the log router.
    ///
    /// What it says when it cannot send anything is then lost. Let it use `awslogs`.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "log",
    ///       "image": "log:1",
    ///       "firelensConfiguration": { "type": "fluentbit" },
    ///       "logConfiguration": { "logDriver": "awsfirelens" }
    ///       //                                 ^^^^^^^^^^^^^ warning: the log router logs to itself
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "log",
    ///       "image": "log:1",
    ///       "firelensConfiguration": { "type": "fluentbit" },
    ///       "logConfiguration": {
    ///         "logDriver": "awslogs",
    ///         "options": { "awslogs-group": "/ecs/web", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "log" }
    ///       }
    ///     }
    ///   ]
    /// }
    /// ```
    "self-logging-log-router" {
        summary: "log router that logs to itself",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Error, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Some(log) = log(cx.container).filter(|log| log.driver == "awsfirelens") else { return };
    if router_key(cx.container).is_some() {
        let edits = replace_value(log.object.node, &awslogs_block(cx));
        sink.report(log.driver_node.range(), "the log router logs to itself")
            .note("what it says when it cannot send anything is lost")
            .fix(edits.map(|edits| Fix::manual("send its output to CloudWatch Logs", edits)));
    }
}
