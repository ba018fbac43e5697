//! `blocking-log-mode`: an application that waits for its logs to be taken.

use super::log::awslogs;
use crate::rule::rule;
use crate::rules::ecs::inserts::replace_text;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};

rule! {
    /// In the mode `blocking` the application stops when its log messages cannot be sent.
    ///
    /// Choose it if no message may be lost, and know that it then depends on CloudWatch Logs.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "logConfiguration": {
    ///         "logDriver": "awslogs",
    ///         "options": { "awslogs-group": "/ecs/web", "awslogs-region": "eu-west-1", "mode": "blocking" }
    ///         //                                                                               ^^^^^^^^^^ note: container `web` stops when its log messages cannot be sent
    ///       }
    ///     }
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
    ///       "logConfiguration": {
    ///         "logDriver": "awslogs",
    ///         "options": { "awslogs-group": "/ecs/web", "awslogs-region": "eu-west-1", "mode": "non-blocking" }
    ///       }
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
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "logConfiguration": {
    ///         "logDriver": "awslogs",
    ///         "options": { "awslogs-group": "/ecs/web", "awslogs-region": "eu-west-1" }
    ///       }
    ///     }
    ///   ]
    /// }
    /// ```
    "blocking-log-mode" {
        summary: "application that waits for its logs to be taken",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["ecs_task_definitions_logging_block_mode"],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Some(log) = awslogs(cx.container) else { return };
    let Some((_, node)) = log.option("mode").filter(|(mode, _)| mode == "blocking") else { return };
    let edits = replace_text(node, "non-blocking");
    sink.report(node.range(), format!("{} stops when its log messages cannot be sent", cx.container.called()))
        .note("the mode `non-blocking` keeps it going, and may lose messages")
        .fix(edits.map(|edits| Fix::r#unsafe("use `non-blocking`", edits)));
}
