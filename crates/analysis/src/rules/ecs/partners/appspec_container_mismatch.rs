//! `appspec-container-mismatch`: a deployment that names a container or port that is not there.

use crate::FileKind;
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx, nearest};
use plimsoll_json::Node;
use plimsoll_model::ecs::{Container, Field, Object};
use plimsoll_text::TextRange;
use plimsoll_text::range;

rule! {
    /// The AppSpec file of CodeDeploy sends the traffic to a container or port that the task definition does not have.
    ///
    /// ```text,context,file=appspec.yaml
    /// version: 0.0
    /// Resources:
    ///   - TargetService:
    ///       Type: AWS::ECS::Service
    ///       Properties:
    ///         TaskDefinition: <TASK_DEFINITION>
    ///         LoadBalancerInfo:
    ///           ContainerName: "web"
    ///           ContainerPort: 80
    /// ```
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "portMappings": [{ "containerPort": 8080 }] }
    ///     //                                                                     ^^^^ error: the AppSpec file sends traffic to port 80 of container `web`, which has none such
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
    "appspec-container-mismatch" {
        summary: "deployment that names a container or port that is not there",
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
    let Some(task) = cx.task.object.filter(|_| cx.task.is_container_list_complete()) else { return };
    let names: Option<Vec<String>> =
        cx.task.containers.iter().map(|container| Some(container.name()?.into_owned())).collect();
    let Some(names) = names.filter(|names| !names.is_empty()) else { return };
    for file in cx.workspace.files().filter(|file| is_appspec(&file.path) && is_partner(cx, &file.path)) {
        let Some((name, name_range)) = value(&file.text, "ContainerName") else { continue };
        if !names.iter().any(|known| known == name) {
            let place = nearest(name, names.iter().map(String::as_str), 3).unwrap_or(&names[0]);
            let node = cx.task.container(place).and_then(|container| container.object.node.get("name"));
            sink.report(
                node.map_or(task.anchor(), Node::range),
                format!("the AppSpec file sends traffic to the container `{name}`, and there is none"),
            )
            .label_in(&file.path, name_range, "the name in the AppSpec file");
            continue;
        }
        let Some((port, port_range)) = value(&file.text, "ContainerPort") else { continue };
        let (Ok(number), Some(container)) = (port.parse::<i64>(), cx.task.container(name)) else { continue };
        let Some(ports) = ports(container) else { continue };
        if ports.iter().any(|(known, _)| *known == number) {
            continue;
        }
        let place = if let [(_, range)] = ports[..] { range } else { container.object.anchor() };
        let message =
            format!("the AppSpec file sends traffic to port {number} of {}, which has none such", container.called());
        sink.report(place, message).label_in(&file.path, port_range, "the port in the AppSpec file");
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

fn is_appspec(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.starts_with("appspec") && (name.ends_with(".yaml") || name.ends_with(".yml"))
}

/// Whether this is the only task definition beside the AppSpec file, or the only one at all.
fn is_partner(cx: &TaskCx<'_>, appspec: &str) -> bool {
    let folder = |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
    let all: Vec<&str> = cx
        .workspace
        .files()
        .filter(|file| file.kind == Some(FileKind::TaskDefinition))
        .map(|file| file.path.as_str())
        .collect();
    let beside: Vec<&&str> = all.iter().filter(|path| folder(path) == folder(appspec)).collect();
    match (&beside[..], &all[..]) {
        ([only], _) => **only == cx.file.path,
        ([], [only]) => *only == cx.file.path,
        _ => false,
    }
}

/// The only literal value of `key: value` in the text.
fn value<'t>(text: &'t str, key: &str) -> Option<(&'t str, TextRange)> {
    let mut found = plimsoll_text::lines(text).filter_map(|line| {
        let rest = line.text.trim_start().trim_start_matches("- ").strip_prefix(key)?.strip_prefix(':')?;
        let value = rest.split(" #").next().unwrap_or(rest).trim().trim_matches(['"', '\'']);
        let at = line.start + (value.as_ptr() as usize - line.text.as_ptr() as usize);
        Some((value, range(at, at + value.len())))
    });
    let first = found.next()?;
    let is_literal = !first.0.is_empty() && !first.0.contains(['$', '<', '{', '%']);
    (is_literal && found.next().is_none()).then_some(first)
}
