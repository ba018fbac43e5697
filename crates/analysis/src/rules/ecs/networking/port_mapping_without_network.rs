//! `port-mapping-without-network`: ports of a container without a network.

use crate::rule::rule;
use crate::rules::ecs::edits::delete;
use crate::rules::ecs::matters::matters;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::{Field, NetworkMode};

rule! {
    /// With the network mode `none` a container has no network, and no port can be mapped to it.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "networkMode": "none",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512, "portMappings": [{ "containerPort": 8080 }] }
    /// //                                                    ^^^^^^^^^^^^^^ error: container `web` maps ports, but `networkMode` is `none`
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "networkMode": "none",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512 }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "networkMode": "none",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512, "portMappings": [] }
    ///   ]
    /// }
    /// ```
    "port-mapping-without-network" {
        summary: "ports of a container without a network",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let launch = cx.task.launch();
    if !(launch.ec2 || launch.external) || launch.fargate || cx.task.network_mode() != NetworkMode::None {
        return;
    }
    if let Field::Known { node, key, .. } = cx.container.object.array("portMappings")
        && matters(node)
    {
        sink.report(key.range(), format!("{} maps ports, but `networkMode` is `none`", cx.container.called()))
            .fix(delete(node).map(|edits| Fix::r#unsafe("delete `portMappings`", edits)));
    }
}
