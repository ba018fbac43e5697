//! `missing-log-stream-prefix`: `awslogs` on Fargate without a stream prefix.

use super::log::log;
use super::stream_prefix::insert_prefix;
use crate::rule::rule;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::tables::ecs::log_driver;

rule! {
    /// On Fargate `awslogs` needs `awslogs-stream-prefix`.
    ///
    /// The streams are then called `prefix/container/task`.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "logConfiguration": {
    ///         "logDriver": "awslogs",
    ///         "options": {
    ///       //^^^^^^^^^ error: `awslogs` on Fargate lacks the option `awslogs-stream-prefix`
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
    ///   "requiresCompatibilities": ["FARGATE"],
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
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "logConfiguration": {
    ///         "logDriver": "awslogs",
    ///         "options": { "awslogs-group": "/ecs/web", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "${PREFIX}" }
    ///       }
    ///     }
    ///   ]
    /// }
    /// ```
    "missing-log-stream-prefix" {
        summary: "`awslogs` on Fargate without a stream prefix",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["pf-ecs-awslogs-fargate-missing-stream-prefix"],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Some(log) = log(cx.container).filter(|_| cx.task.launch().fargate) else { return };
    // Without `options` more is missing than this, and another rule says so.
    let (Some(driver), Some(options)) = (log_driver(&log.driver), log.options()) else { return };
    if cx.workspace.renders_logging(&cx.file.path, cx.container.name().as_deref()) {
        return;
    }
    for key in driver.required_on_fargate.iter().filter(|key| log.lacks(key)) {
        let fix = insert_prefix(cx, options, key).map(|edits| Fix::safe(format!("add `{key}`"), edits));
        sink.report(options.anchor(), format!("`{}` on Fargate lacks the option `{key}`", log.driver))
            .note(format!("ECS answers \"Fargate requires log configuration options to include {key}\""))
            .fix(fix);
    }
}
