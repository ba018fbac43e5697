//! `duplicate-port`: port that is mapped twice.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::delete_element;
use plimsoll_model::ecs::{Container, Field, NetworkMode, Object};
use plimsoll_text::TextRange;

rule! {
    /// A port is mapped twice: in one container, whatever the protocol; by two containers that share a network; or to
    /// one port of the instance.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "networkMode": "awsvpc",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "portMappings": [{ "containerPort": 53, "protocol": "tcp" }, { "containerPort": 53, "protocol": "udp" }] },
    /// //                                                                                                                     ^^ error: container `web` maps port 53 a second time
    ///     { "name": "log", "image": "log:1", "portMappings": [{ "containerPort": 8080 }] },
    ///     { "name": "api", "image": "api:1", "portMappings": [{ "containerPort": 8080 }] }
    /// //                                                                         ^^^^ error: container `api` maps port 8080, which container `log` has
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "networkMode": "bridge",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512, "portMappings": [{ "containerPort": 80, "hostPort": 8080 }] },
    ///     { "name": "log", "image": "log:1", "memory": 512, "portMappings": [{ "containerPort": 80, "hostPort": 8080 }] }
    /// //                                                                                                        ^^^^ error: container `log` maps port 8080 of the host, which container `web` has
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
    ///     { "name": "web", "image": "web:1", "memory": 512, "portMappings": [{ "containerPort": 80, "hostPort": 0 }, { "containerPort": 81, "hostPort": "${PORT}" }] },
    ///     { "name": "log", "image": "log:1", "memory": 512, "portMappings": [{ "containerPort": 80 }, { "containerPort": 81, "hostPort": 0 }, { "containerPort": "${PORT}" }] }
    ///   ]
    /// }
    /// ```
    "duplicate-port" {
        summary: "port that is mapped twice",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let mode = cx.task.network_mode();
    let mut seen: Vec<Mapping<'_>> = Vec::new();
    for container in &cx.task.containers {
        for object in container.object.objects("portMappings") {
            let mapping = Mapping::new(container, object);
            let again = seen.iter().find_map(|earlier| mapping.repeats(earlier, mode));
            if let Some((message, range, first)) = again {
                let fix = delete_element(object.node).map(|edits| Fix::manual("delete this mapping", edits));
                sink.report(range, message).label(first, "the first one").fix(fix);
            } else {
                seen.push(mapping);
            }
        }
    }
}

/// What a mapping says, read once: each is compared with all before it.
struct Mapping<'a> {
    container: &'a Container<'a>,
    container_port: Option<(i64, TextRange)>,
    host_port: Option<(i64, TextRange)>,
    /// In lower case; `None` when it is not known.
    protocol: Option<String>,
}

impl<'a> Mapping<'a> {
    fn new(container: &'a Container<'a>, object: Object<'a>) -> Self {
        let number = |key| match object.integer(key) {
            Field::Known { value, node, .. } => Some((value, node.range())),
            _ => None,
        };
        let protocol = match object.name("protocol") {
            Field::Absent { .. } => Some("tcp".to_owned()),
            field => field.known().map(|protocol| protocol.to_ascii_lowercase()),
        };
        Self { container, container_port: number("containerPort"), host_port: number("hostPort"), protocol }
    }

    /// Whether it maps a port that `earlier` has: message, place and the place of the other.
    fn repeats(&self, earlier: &Self, mode: NetworkMode) -> Option<(String, TextRange, TextRange)> {
        let called = || self.container.called();
        let is_same_port = self.container_port.zip(earlier.container_port).filter(|(port, first)| port.0 == first.0);
        let is_same_protocol = self.protocol.is_some() && self.protocol == earlier.protocol;
        if let Some(((port, range), (_, first))) = is_same_port {
            if self.container.index == earlier.container.index {
                return Some((format!("{} maps port {port} a second time", called()), range, first));
            }
            if matches!(mode, NetworkMode::Awsvpc | NetworkMode::Host) && is_same_protocol {
                let other = earlier.container.called();
                return Some((format!("{} maps port {port}, which {other} has", called()), range, first));
            }
        }
        let ((port, range), (first_port, first)) = self.host_port.zip(earlier.host_port)?;
        if mode == NetworkMode::Bridge && port > 0 && port == first_port && is_same_protocol {
            let other = earlier.container.called();
            return Some((format!("{} maps port {port} of the host, which {other} has", called()), range, first));
        }
        None
    }
}
