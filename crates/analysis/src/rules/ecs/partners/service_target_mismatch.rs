//! `service-target-mismatch`: a service that names a container, port or volume that is not there.

use super::service::{service, services};
use crate::rule::rule;
use crate::rules::ecs::storage::volume::{is_at_launch, name, volume_names, volumes};
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::Node;
use plimsoll_model::ecs::{Container, Field, NetworkMode, Object};
use plimsoll_text::TextRange;

rule! {
    /// The service that runs this task definition names a container, a port or a volume that it does not have.
    ///
    /// ECS refuses to create the service. The service is found by ecspresso's settings, by its `taskDefinition`, or beside
    /// the task definition.
    ///
    /// ```json,context,file=service-definition.json
    /// {
    ///   "serviceName": "web",
    ///   "loadBalancers": [{ "targetGroupArn": "arn:aws:elasticloadbalancing:x", "containerName": "web", "containerPort": 80 }]
    /// }
    /// ```
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "portMappings": [{ "containerPort": 8080 }] }
    ///     //                                                                     ^^^^ error: the service sends traffic to port 80 of container `web`, which has none such
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "portMappings": [{ "containerPort": 80 }] }
    ///   ]
    /// }
    /// ```
    "service-target-mismatch" {
        summary: "service that names a container, port or volume that is not there",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let Some(task) = cx.task.object.filter(|task| task.is_complete() && cx.task.is_container_list_complete()) else {
        return;
    };
    for (file, document) in services(cx) {
        let Some(service) = service(&document) else { continue };
        load_balancers(cx, task, service, &file.path, sink);
        port_names(cx, task, service, &file.path, sink);
        launch_volumes(cx, task, service, &file.path, sink);
        network(cx, task, service, &file.path, sink);
    }
}

fn load_balancers(cx: &TaskCx<'_>, task: Object<'_>, service: Object<'_>, path: &str, sink: &mut Sink) {
    if cx.task.containers.iter().any(|container| container.name().is_none()) {
        return;
    }
    for target in service.objects("loadBalancers") {
        let Field::Known { value: container_name, node: name_node, .. } = target.name("containerName") else {
            continue;
        };
        let Field::Known { value: port, node: port_node, .. } = target.integer("containerPort") else { continue };
        let answer =
            format!("ECS answers \"The container {container_name} did not have a container port {port} defined\"");
        let Some(container) = cx.task.container(&container_name) else {
            sink.report(
                task.anchor(),
                format!("the service sends traffic to the container `{container_name}`, and there is none"),
            )
            .label_in(path, name_node.range(), "the name in the service")
            .note(answer);
            continue;
        };
        let Some(ports) = ports(container) else { continue };
        if ports.iter().any(|(known, _)| *known == port) {
            continue;
        }
        let place = if let [(_, range)] = ports[..] { range } else { container.object.anchor() };
        sink.report(
            place,
            format!("the service sends traffic to port {port} of {}, which has none such", container.called()),
        )
        .label_in(path, port_node.range(), "the port in the service")
        .note(answer);
    }
}

/// The container ports with their places; `None` when there may be others.
fn ports(container: &Container<'_>) -> Option<Vec<(i64, TextRange)>> {
    match container.object.array("portMappings") {
        Field::Absent { .. } if container.object.is_complete() => Some(Vec::new()),
        Field::Known { value: list, .. } if list.is_complete() => {
            let port = |element: Node<'_>| match Object::new(element)?.integer("containerPort") {
                Field::Known { value, node, .. } => Some((value, node.range())),
                _ => None,
            };
            list.node.elements().map(port).collect()
        }
        _ => None,
    }
}

fn port_names(cx: &TaskCx<'_>, task: Object<'_>, service: Object<'_>, path: &str, sink: &mut Sink) {
    let Field::Known { value: connect, .. } = service.object("serviceConnectConfiguration") else { return };
    let mappings = || cx.task.containers.iter().flat_map(|container| container.object.objects("portMappings"));
    let known = cx.task.containers.iter().all(|container| match container.object.array("portMappings") {
        Field::Absent { .. } => container.object.is_complete(),
        Field::Known { value, .. } => value.is_complete(),
        _ => false,
    });
    if !known
        || mappings().any(|mapping| mapping.name("name").node().is_some() && mapping.name("name").known().is_none())
    {
        return;
    }
    for entry in connect.objects("services") {
        let Field::Known { value: port_name, node, .. } = entry.name("portName") else { continue };
        let is_it = |mapping: Object<'_>| mapping.name("name").known().is_some_and(|name| *name == port_name);
        if !mappings().any(is_it) {
            sink.report(
                task.anchor(),
                format!("the service names the port `{port_name}`, and no port mapping is called so"),
            )
            .label_in(path, node.range(), "the name in the service")
            .note(format!("ECS answers that `{port_name}` \"does not refer to any named PortMapping\""));
        }
    }
}

fn launch_volumes(cx: &TaskCx<'_>, task: Object<'_>, service: Object<'_>, path: &str, sink: &mut Sink) {
    if volume_names(cx.task).is_none() {
        return;
    }
    for entry in service.objects("volumeConfigurations") {
        let Field::Known { value: wanted, node, .. } = entry.name("name") else { continue };
        let is_it = |volume: Object<'_>| name(volume, "name").is_some_and(|own| own.text == wanted);
        if !volumes(cx.task).any(|volume| is_it(volume) && is_at_launch(volume)) {
            sink.report(
                task.anchor(),
                format!("the service configures the volume `{wanted}`, and none of that name is configured at launch"),
            )
            .label_in(path, node.range(), "the volume in the service");
        }
    }
}

fn network(cx: &TaskCx<'_>, task: Object<'_>, service: Object<'_>, path: &str, sink: &mut Sink) {
    let mode = cx.task.network_mode();
    let (what, range) = match service.object("networkConfiguration") {
        Field::Absent { .. } if service.is_complete() && mode == NetworkMode::Awsvpc => {
            ("has no `networkConfiguration`", service.anchor())
        }
        Field::Known { key, .. } if matches!(mode, NetworkMode::Bridge | NetworkMode::Host | NetworkMode::None) => {
            ("has a `networkConfiguration`", key.range())
        }
        _ => return,
    };
    let own = task.node.get("networkMode").map_or(task.anchor(), Node::range);
    let needs = if mode == NetworkMode::Awsvpc { "`awsvpc` needs one" } else { "only `awsvpc` has one" };
    sink.report(own, format!("the service {what}, and {needs}"))
        .label_in(path, range, "the service")
        .note("ECS answers \"Network Configuration is not valid for the given networkMode of this task definition\"");
}
