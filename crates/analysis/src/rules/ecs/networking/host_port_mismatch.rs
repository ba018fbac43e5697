//! `host-port-mismatch`: a host port that cannot differ does.

use crate::rule::rule;
use crate::rules::ecs::edits::delete;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::{Field, NetworkMode};

rule! {
    /// With `awsvpc` and `host` networking the container's port *is* the host's port.
    ///
    /// Leave `hostPort` out; it then equals `containerPort`. `hostPort: 0`, a dynamic port, exists in `bridge` mode
    /// only.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "networkMode": "awsvpc",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "portMappings": [{ "containerPort": 8080, "hostPort": 80 }] }
    ///   //                                                                                         ^^ error: `hostPort` 80 differs from `containerPort` 8080 although `networkMode` is `awsvpc`
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "networkMode": "awsvpc",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "portMappings": [{ "containerPort": 8080 }] }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "networkMode": "bridge",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "portMappings": [{ "containerPort": 8080, "hostPort": 80 }] }
    ///   ]
    /// }
    /// ```
    "host-port-mismatch" {
        summary: "host port that must equal the container port differs",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["E3053", "pf-ecs-host-network-host-port-mismatch"],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let mode = match cx.task.network_mode() {
        NetworkMode::Awsvpc => "awsvpc",
        NetworkMode::Host => "host",
        _ => return,
    };
    for mapping in cx.container.object.objects("portMappings") {
        let Field::Known { value: host, node, .. } = mapping.integer("hostPort") else { continue };
        let Field::Known { value: container, .. } = mapping.integer("containerPort") else { continue };
        if host == container {
            continue;
        }
        let edits = delete(node);
        // Port 0 could not mean anything here; another port may be the one that was meant.
        let fix = edits.map(|edits| {
            if host == 0 { Fix::safe("delete `hostPort`", edits) } else { Fix::r#unsafe("delete `hostPort`", edits) }
        });
        let message =
            format!("`hostPort` {host} differs from `containerPort` {container} although `networkMode` is `{mode}`");
        sink.report(node.range(), message)
            .note(format!(
                "ECS answers \"When networkMode={mode}, the host ports and container ports in port mappings must match.\""
            ))
            .fix(fix);
    }
}
