//! `invalid-health-check-timing`: a time or number that a health check cannot have.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_json::replace_value;
use plimsoll_model::ecs::Field;
use plimsoll_model::tables::limits;
use std::ops::RangeInclusive;

rule! {
    /// ECS limits the times of a health check: `interval` 5 to 300 seconds, `timeout` 2 to 60, `startPeriod` 0 to 300, and
    /// `retries` 1 to 10.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "healthCheck": { "command": ["CMD", "/probe"], "interval": 1, "timeout": 2 }
    ///       //                                                         ^ error: `interval` is 1, and must be from 5 to 300
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
    ///       "healthCheck": { "command": ["CMD", "/probe"], "interval": 5, "timeout": 2 }
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
    ///       "healthCheck": { "command": ["CMD", "/probe"], "interval": 300, "timeout": 60, "retries": 10, "startPeriod": 0 }
    ///     }
    ///   ]
    /// }
    /// ```
    "invalid-health-check-timing" {
        summary: "time or number that a health check cannot have",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["pf-ecs-healthcheck-interval-range", "pf-ecs-healthcheck-retries-range", "pf-ecs-healthcheck-start-period-range", "pf-ecs-healthcheck-timeout-range"],
        options: &[],
        check: Check::Container(check),
    }
}

const FIELDS: [(&str, RangeInclusive<i64>); 4] = [
    ("interval", limits::HEALTH_INTERVAL),
    ("timeout", limits::HEALTH_TIMEOUT),
    ("retries", limits::HEALTH_RETRIES),
    ("startPeriod", limits::HEALTH_START_PERIOD),
];

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Field::Known { value: health, .. } = cx.container.object.object("healthCheck") else { return };
    for (key, limits) in FIELDS {
        let Field::Known { value, node, .. } = health.integer(key) else { continue };
        if limits.contains(&value) {
            continue;
        }
        let (least, most) = (*limits.start(), *limits.end());
        let near = value.clamp(least, most).to_string();
        let edits = replace_value(node, &near);
        sink.report(node.range(), format!("`{key}` is {value}, and must be from {least} to {most}"))
            .fix(edits.map(|edits| Fix::r#unsafe(format!("use {near}"), edits)));
    }
}
