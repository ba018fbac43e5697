//! `untraceable-log-stream`: log streams that are named after Docker's ids.

use super::log::awslogs;
use super::stream_prefix::{KEY, insert_prefix};
use crate::rule::rule;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};

rule! {
    /// Without `awslogs-stream-prefix` the log streams are named after Docker's container ids.
    ///
    /// Nobody can tell then which stream is whose, and the "Logs" tab of the console stays empty. With a prefix they are
    /// called `prefix/container/task`.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "logConfiguration": {
    ///         "logDriver": "awslogs",
    ///         "options": {
    ///       //^^^^^^^^^ note: the log streams of container `web` have no prefix
    ///           "awslogs-group": "/ecs/web",
    ///           "awslogs-region": "eu-west-1"
    ///         }
    ///       }
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "logConfiguration": {
    ///         "logDriver": "awslogs",
    ///         "options": {
    ///           "awslogs-group": "/ecs/web",
    ///           "awslogs-region": "eu-west-1",
    ///           "awslogs-stream-prefix": "web"
    ///         }
    ///       }
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "logConfiguration": {
    ///         "logDriver": "awslogs",
    ///         "options": { "awslogs-group": "/ecs/web", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "web" }
    ///       }
    ///     }
    ///   ]
    /// }
    /// ```
    "untraceable-log-stream" {
        summary: "log streams that are named after Docker's ids",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Note, Level::Warning, Level::Note),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let launch = cx.task.launch();
    if launch.fargate || !(launch.ec2 || launch.external) {
        return;
    }
    let Some(log) = awslogs(cx.container).filter(|log| log.lacks(KEY)) else { return };
    let Some(options) = log.options() else { return };
    let fix = insert_prefix(cx, options, KEY).map(|edits| Fix::safe(format!("add `{KEY}`"), edits));
    sink.report(options.anchor(), format!("the log streams of {} have no prefix", cx.container.called()))
        .note("they are named after Docker's container ids, and the console shows no logs for the task")
        .fix(fix);
}
