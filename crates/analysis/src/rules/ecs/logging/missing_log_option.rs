//! `missing-log-option`: a log driver without an option that it needs.

use super::log::log;
use crate::rule::rule;
use crate::rules::ecs::inserts::insert_all;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::tables::ecs::log_driver;

rule! {
    /// A log driver is given without an option that it cannot do without.
    ///
    /// ECS refuses such a task definition. `awslogs` needs `awslogs-group` and `awslogs-region`, `splunk` needs `splunk-url`
    /// and `splunk-token`. An option in `secretOptions` counts.
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
    ///         "options": { "awslogs-group": "/ecs/web" }
    ///       //^^^^^^^^^ error: the log driver `awslogs` lacks the option `awslogs-region`
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
    ///         "logDriver": "splunk",
    ///         "options": { "splunk-url": "https://splunk.example.com" },
    ///         "secretOptions": [{ "name": "splunk-token", "valueFrom": "arn:aws:ssm:eu-west-1:123456789012:parameter/splunk" }]
    ///       }
    ///     }
    ///   ]
    /// }
    /// ```
    "missing-log-option" {
        summary: "log driver without an option that it needs",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &["E3046", "pf-ecs-awslogs-missing-group"],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Some(log) = log(cx.container) else { return };
    let Some(driver) = log_driver(&log.driver) else { return };
    let missing: Vec<&str> = driver.required.iter().copied().filter(|key| log.lacks(key)).collect();
    if missing.is_empty() || cx.workspace.renders_logging(&cx.file.path, cx.container.name().as_deref()) {
        return;
    }
    let names: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
    let what = if let [one] = &names[..] {
        format!("the option {one}")
    } else {
        format!("the options {}", names.join(" and "))
    };
    let place = log.options().unwrap_or(log.object);
    let edits = log.options().and_then(|options| {
        let members: Vec<(&str, &str)> = missing.iter().map(|name| (*name, "\"\"")).collect();
        insert_all(options, &members)
    });
    let answer = match missing[..] {
        [one] => format!("ECS answers \"Log driver {} requires options: {one}\"", log.driver),
        _ => format!("ECS answers \"Log driver {} requires options\" and their names", log.driver),
    };
    sink.report(place.anchor(), format!("the log driver `{}` lacks {what}", log.driver))
        .note(answer)
        .fix(edits.map(|edits| Fix::manual(format!("add {}", names.join(" and ")), edits)));
}
