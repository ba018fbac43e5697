//! `health-check-timeout-exceeds-interval`: a health check that may last longer than the time between two.

use crate::rule::rule;
use crate::rules::ecs::inserts::set;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Field;
use plimsoll_model::tables::limits;

rule! {
    /// A health check may take as long as the time to the next one, or longer.
    ///
    /// The next check starts while this one still runs. Without a value, `interval` is 30 seconds and `timeout` is 5.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "healthCheck": { "command": ["CMD", "/probe"], "interval": 10, "timeout": 10 }
    ///       //                                                                        ^^ warning: a check may take 10 seconds, and the next one comes after 10
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
    ///       "healthCheck": { "command": ["CMD", "/probe"], "interval": 15, "timeout": 10 }
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "healthCheck": { "command": ["CMD", "/probe"], "timeout": 10 } },
    ///     { "name": "api", "image": "api:1", "healthCheck": { "command": ["CMD", "/probe"], "interval": 10 } }
    ///   ]
    /// }
    /// ```
    "health-check-timeout-exceeds-interval" {
        summary: "health check that may last longer than the time between two",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Field::Known { value: health, .. } = cx.container.object.object("healthCheck") else { return };
    let read = |key: &str, default: i64| match health.integer(key) {
        Field::Absent { .. } => health.is_complete().then_some((default, None)),
        Field::Known { value, node, .. } => Some((value, Some(node))),
        _ => None,
    };
    // Source of the defaults: ECS API reference, HealthCheck, 2026-11.
    let (Some((interval, interval_node)), Some((timeout, timeout_node))) = (read("interval", 30), read("timeout", 5))
    else {
        return;
    };
    // What is outside the limits is another rule's.
    let valid = limits::HEALTH_INTERVAL.contains(&interval) && limits::HEALTH_TIMEOUT.contains(&timeout);
    let Some(node) = timeout_node.or(interval_node).filter(|_| valid && timeout >= interval) else { return };
    let edits = set(health, "interval", &(timeout + 5).to_string());
    sink.report(node.range(), format!("a check may take {timeout} seconds, and the next one comes after {interval}"))
        .note("a slow check counts as failed, and the task is stopped: \"Task failed container health checks\"")
        .fix(edits.map(|edits| Fix::r#unsafe(format!("check every {} seconds", timeout + 5), edits)));
}
