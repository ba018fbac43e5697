//! `reserved-host-port`: port of the host that is not free.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::{Field, NetworkMode};
use plimsoll_model::tables::limits;

rule! {
    /// The port belongs to SSH, Docker or the ECS agent of the instance, or to the range from which free ports are
    /// taken.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "networkMode": "bridge",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512, "portMappings": [{ "containerPort": 8080, "hostPort": 51678 }, { "containerPort": 8081, "hostPort": 40000 }] }
    /// //                                                                                                          ^^^^^ warning: port 51678 of the host belongs to SSH, Docker or the ECS agent
    /// //                                                                                                                                                        ^^^^^ warning: port 40000 of the host is one that is given away at random
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
    ///     { "name": "web", "image": "web:1", "memory": 512, "portMappings": [{ "containerPort": 22, "hostPort": 2222 }] }
    ///   ]
    /// }
    /// ```
    "reserved-host-port" {
        summary: "port of the host that is not free",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let launch = cx.task.launch();
    let is_on_host = matches!(cx.task.network_mode(), NetworkMode::Bridge | NetworkMode::Host);
    if !(launch.ec2 || launch.external) || launch.fargate || !is_on_host {
        return;
    }
    for mapping in cx.container.object.objects("portMappings") {
        let Field::Known { value: port, node, .. } = mapping.integer("hostPort") else { continue };
        if limits::RESERVED_HOST_PORTS.contains(&port) {
            sink.report(node.range(), format!("port {port} of the host belongs to SSH, Docker or the ECS agent"));
        } else if limits::EPHEMERAL_HOST_PORTS.contains(&port) {
            sink.report(node.range(), format!("port {port} of the host is one that is given away at random"))
                .note("ports from 32768 on are used for dynamic mappings and outgoing connections");
        }
    }
}
