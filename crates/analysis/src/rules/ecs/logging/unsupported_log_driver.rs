//! `unsupported-log-driver`: a log driver that does not exist where the task runs.

use super::log::log;
use crate::rule::rule;
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::tables::ecs::log_driver;

rule! {
    /// Fargate has the log drivers `awslogs`, `splunk` and `awsfirelens`; Managed Instances have `json-file` too.
    ///
    /// The others write to a daemon or a file of the instance, and there is none that you could reach.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "logConfiguration": { "logDriver": "json-file" } }
    ///     //                                                                    ^^^^^^^^^^^ error: Fargate has no log driver `json-file`
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "logConfiguration": { "logDriver": "json-file" } }
    ///   ]
    /// }
    /// ```
    "unsupported-log-driver" {
        summary: "log driver that does not exist where the task runs",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["E3048", "E3713", "pf-ecs-fargate-log-driver-unsupported"],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    // What is no log driver anywhere, another rule reports.
    let Some(log) = log(cx.container) else { return };
    let Some(driver) = log_driver(&log.driver) else { return };
    let (launch, name) = (cx.task.launch(), &log.driver);
    let (place, note) = if launch.fargate && !driver.on_fargate {
        (
            "Fargate has",
            format!("ECS answers \"{name} is not a valid log driver. Must be one of [awslogs, splunk, awsfirelens]\""),
        )
    } else if launch.managed_instances && !driver.on_managed_instances {
        ("Managed Instances have", "they have `awslogs`, `splunk`, `awsfirelens` and `json-file`".to_owned())
    } else {
        return;
    };
    sink.report(log.driver_node.range(), format!("{place} no log driver `{name}`")).note(note);
}
