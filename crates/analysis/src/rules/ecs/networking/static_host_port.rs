//! `static-host-port`: fixed port of the host.

use crate::rule::rule;
use crate::rules::ecs::edits::delete;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::{Field, NetworkMode};

rule! {
    /// Only one copy of the container can run on an instance, as the port is taken.
    ///
    /// A rolling deployment that starts the new copy beside the old one waits for another instance. Without `hostPort`,
    /// ECS takes a free port and tells the load balancer. Port 53 and services that run once on each instance are left
    /// alone.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "networkMode": "bridge",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512, "portMappings": [{ "containerPort": 8080, "hostPort": 80 }] }
    /// //                                                                                                          ^^ note: container `web` takes port 80 of its host
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "networkMode": "bridge",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512, "portMappings": [{ "containerPort": 8080 }] }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "networkMode": "bridge",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512, "portMappings": [{ "containerPort": 8080, "hostPort": 0 }, { "containerPort": 53, "hostPort": 53 }] }
    ///   ]
    /// }
    /// ```
    "static-host-port" {
        summary: "fixed port of the host",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Note, Level::Warning, Level::Note),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

/// DNS, which clients look for at its own port.
const DNS: i64 = 53;

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let launch = cx.task.launch();
    if !(launch.ec2 || launch.external) || launch.fargate || cx.task.network_mode() != NetworkMode::Bridge {
        return;
    }
    for mapping in cx.container.object.objects("portMappings") {
        let Field::Known { value: port, node, .. } = mapping.integer("hostPort") else { continue };
        if port > 0 && port != DNS && !is_once_per_instance(cx) {
            sink.report(node.range(), format!("{} takes port {port} of its host", cx.container.called()))
                .note("a second copy cannot start on the same instance, so deployments wait for another one")
                .fix(delete(node).map(|edits| Fix::r#unsafe("let ECS take a free port", edits)));
        }
    }
}

/// Whether some service of the workspace runs one copy on each instance.
fn is_once_per_instance(cx: &ContainerCx<'_>) -> bool {
    cx.workspace.files().any(|file| file.text.contains("DAEMON"))
}
