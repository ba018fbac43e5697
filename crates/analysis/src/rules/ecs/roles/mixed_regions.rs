//! `mixed-regions`: a task definition that names several regions.

use super::majority::strangers;
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::regions;

rule! {
    /// Images, logs and secrets of one task definition are in several regions.
    ///
    /// That is allowed, and often a slip.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "executionRoleArn": "arn:aws:iam::123456789012:role/webExecution",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1",
    ///       "logConfiguration": {
    ///         "logDriver": "awslogs",
    ///         "options": { "awslogs-group": "/ecs/web", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "web" }
    ///         //                                                           ^^^^^^^^^ note: the region `us-east-1` differs from `eu-west-1` elsewhere in the file
    ///       },
    ///       "secrets": [{ "name": "DB", "valueFrom": "arn:aws:ssm:eu-west-1:123456789012:parameter/db" }]
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "executionRoleArn": "arn:aws:iam::123456789012:role/webExecution",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1",
    ///       "logConfiguration": {
    ///         "logDriver": "awslogs",
    ///         "options": { "awslogs-group": "/ecs/web", "awslogs-region": "${REGION}", "awslogs-stream-prefix": "web" }
    ///       },
    ///       "secrets": [{ "name": "DB", "valueFrom": "arn:aws:ssm:eu-west-1:123456789012:parameter/db" }]
    ///     }
    ///   ]
    /// }
    /// ```
    "mixed-regions" {
        summary: "task definition that names several regions",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let all = regions(cx.task);
    for (stranger, usual) in strangers(&all) {
        sink.report(
            stranger.range,
            format!("the region `{}` differs from `{}` elsewhere in the file", stranger.name, usual.name),
        )
        .label(usual.range, format!("`{}` here", usual.name));
    }
}
