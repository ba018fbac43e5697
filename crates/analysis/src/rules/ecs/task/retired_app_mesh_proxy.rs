//! `retired-app-mesh-proxy`: proxy of App Mesh, which AWS has ended.

use super::invalid_proxy_configuration::{app_mesh_proxy, problems};
use crate::rule::rule;
use crate::rules::ecs::edits::delete;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};

rule! {
    /// AWS ended App Mesh on 30 September 2026. Service Connect does what its proxies did.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "networkMode": "awsvpc",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "proxyConfiguration": { "containerName": "web", "properties": [{ "name": "ProxyIngressPort", "value": "15000" }, { "name": "ProxyEgressPort", "value": "15001" }, { "name": "AppPorts", "value": "8080" }, { "name": "EgressIgnoredIPs", "value": "169.254.170.2" }, { "name": "IgnoredUID", "value": "1337" }] },
    /// //^^^^^^^^^^^^^^^^^^^^ warning: the task runs a proxy of App Mesh, which AWS has ended
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "user": "1337" }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "networkMode": "awsvpc",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    ///   ]
    /// }
    /// ```
    "retired-app-mesh-proxy" {
        summary: "proxy of App Mesh, which AWS has ended",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let Some((proxy, key)) = app_mesh_proxy(cx.task) else { return };
    if problems(cx.task).is_empty() {
        // AWS announcement of 2024-09-24.
        sink.report(key.range(), "the task runs a proxy of App Mesh, which AWS has ended")
            .note("App Mesh ended on 30 September 2026; use Service Connect")
            .fix(delete(proxy.node).map(|edits| Fix::manual("delete `proxyConfiguration`", edits)));
    }
}
