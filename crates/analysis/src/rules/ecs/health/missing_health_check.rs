//! `missing-health-check`: an essential container that nobody checks.

use crate::rule::rule;
use crate::rules::ecs::inserts::insert;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Container;

rule! {
    /// Without a health check ECS takes a container for healthy as long as its process runs.
    ///
    /// A load balancer checks for itself; for other services add one.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    ///   //^ note: container `web` has no `healthCheck`
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "healthCheck": { "command": ["CMD", "/probe"] } },
    ///     { "name": "log", "image": "log:1", "essential": false }
    ///   ]
    /// }
    /// ```
    "missing-health-check" {
        summary: "essential container that nobody checks",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &["ECS Task Definition HealthCheck Missing"],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let object = cx.container.object;
    // A log router serves the task, not the user.
    let is_router = !object.object("firelensConfiguration").is_absent();
    let is_missing = object.is_complete() && object.object("healthCheck").is_absent() && !is_router;
    // Where nothing is essential, something has to become so.
    let is_essential = |container: &Container<'_>| container.is_essential() != Some(false);
    let counts = cx.container.is_essential() == Some(true) || !cx.task.containers.iter().any(is_essential);
    if !is_missing || !counts || is_behind_load_balancer(cx) {
        return;
    }
    let edits = insert(object, "healthCheck", "{\n  \"command\": [\"CMD-SHELL\", \"\"]\n}");
    sink.report(object.anchor(), format!("{} has no `healthCheck`", cx.container.called()))
        .note("ECS takes it for healthy as long as its process runs")
        .fix(edits.map(|edits| Fix::manual("add `healthCheck`", edits)));
}

/// Whether a service in the workspace seems to put the container behind a load balancer.
fn is_behind_load_balancer(cx: &ContainerCx<'_>) -> bool {
    let Some(name) = cx.container.name() else { return true };
    let is_service = |text: &str| text.contains("loadBalancers") || text.contains("load_balancer");
    cx.workspace.files().any(|file| file.path != cx.file.path && is_service(&file.text) && file.text.contains(&*name))
}
