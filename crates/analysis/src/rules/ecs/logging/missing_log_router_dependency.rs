//! `missing-log-router-dependency`: a container that may start before its log router.

use super::log::{log, router_key};
use crate::rule::rule;
use crate::rules::ecs::inserts::append;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::quote;
use plimsoll_model::ecs::{Container, Field, NetworkMode, TaskDefinition};
use std::collections::HashSet;

rule! {
    /// In the network mode `bridge` a container must start after the log router that it sends to.
    ///
    /// ECS gives it the router's address when it starts. Let it depend on the router.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "logConfiguration": { "logDriver": "awsfirelens" }
    ///       //                                 ^^^^^^^^^^^^^ warning: container `web` does not wait for the log router `log`
    ///     },
    ///     { "name": "log", "image": "log:1", "firelensConfiguration": { "type": "fluentbit" } }
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
    ///       "logConfiguration": { "logDriver": "awsfirelens" },
    ///       "dependsOn": [
    ///         { "containerName": "log", "condition": "START" }
    ///       ]
    ///     },
    ///     { "name": "log", "image": "log:1", "firelensConfiguration": { "type": "fluentbit" } }
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
    ///       "logConfiguration": { "logDriver": "awsfirelens" },
    ///       "dependsOn": [{ "containerName": "log", "condition": "START" }]
    ///     },
    ///     { "name": "log", "image": "log:1", "firelensConfiguration": { "type": "fluentbit" } }
    ///   ]
    /// }
    /// ```
    "missing-log-router-dependency" {
        summary: "container that may start before its log router",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let launch = cx.task.launch();
    let on_instances = (launch.ec2 || launch.external) && !launch.fargate;
    if !on_instances || cx.task.network_mode() != NetworkMode::Bridge {
        return;
    }
    let mut routers = cx.task.containers.iter().filter(|container| router_key(container).is_some());
    let (Some(router), None) = (routers.next().and_then(Container::name), routers.next()) else { return };
    for container in &cx.task.containers {
        let Some(log) = log(container).filter(|log| log.driver == "awsfirelens") else { continue };
        let Some(awaited) = awaited(cx.task, container) else { continue };
        if awaited.contains(&*router) || container.name().is_none_or(|name| name == router) {
            continue;
        }
        // A router that waits for the container must not be waited for.
        let router_waits = cx.task.container(&router).and_then(|router| self::awaited(cx.task, router));
        let is_free = router_waits.is_some_and(|waits| container.name().is_some_and(|name| !waits.contains(&*name)));
        let entry = format!("{{ \"containerName\": {}, \"condition\": \"START\" }}", quote(&router));
        let edits = append(container.object, "dependsOn", &entry).filter(|_| is_free);
        sink.report(
            log.driver_node.range(),
            format!("{} does not wait for the log router `{router}`", container.called()),
        )
        .note("in the network mode `bridge` it gets the router's address when it starts")
        .fix(edits.map(|edits| Fix::r#unsafe("let it depend on the router", edits)));
    }
}

/// Everything that the container waits for, directly or not; `None` when that cannot be known.
fn awaited<'a>(task: &'a TaskDefinition<'a>, container: &'a Container<'a>) -> Option<HashSet<String>> {
    let mut found = HashSet::new();
    let mut open = vec![container];
    while let Some(container) = open.pop() {
        for (list, key) in [("dependsOn", "containerName"), ("volumesFrom", "sourceContainer")] {
            let entries = match container.object.array(list) {
                Field::Absent { .. } if container.object.is_complete() => continue,
                Field::Known { value, .. } if value.is_complete() => container.object.objects(list),
                _ => return None,
            };
            for entry in entries {
                let name = entry.name(key).known()?.clone().into_owned();
                if found.insert(name.clone()) {
                    open.extend(task.container(&name));
                }
            }
        }
        if let Some(links) = container.object.array("links").known() {
            for (_, link) in links.strings() {
                let link = link?;
                let name = link.split(':').next().unwrap_or(&link).to_owned();
                if found.insert(name.clone()) {
                    open.extend(task.container(&name));
                }
            }
        }
    }
    Some(found)
}
