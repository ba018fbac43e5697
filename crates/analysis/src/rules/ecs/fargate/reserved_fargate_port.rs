//! `reserved-fargate-port`: port that Fargate keeps for itself on Windows.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Field;
use plimsoll_model::tables::limits;

rule! {
    /// Fargate keeps port 3150 of Windows tasks for itself.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "networkMode": "awsvpc",
    ///   "runtimePlatform": { "operatingSystemFamily": "WINDOWS_SERVER_2022_CORE" },
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "portMappings": [{ "containerPort": 3150 }] }
    /// //                                                                         ^^^^ error: Fargate keeps port 3150 for itself on Windows
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
    ///     { "name": "web", "image": "web:1", "portMappings": [{ "containerPort": 3150 }] }
    ///   ]
    /// }
    /// ```
    "reserved-fargate-port" {
        summary: "port that Fargate keeps for itself on Windows",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let launch = cx.task.launch();
    if !launch.fargate || !launch.windows {
        return;
    }
    for mapping in cx.container.object.objects("portMappings") {
        let Field::Known { value: port, node, .. } = mapping.integer("containerPort") else { continue };
        if limits::RESERVED_FARGATE_WINDOWS_PORTS.contains(&port) {
            sink.report(node.range(), format!("Fargate keeps port {port} for itself on Windows"));
        }
    }
}
