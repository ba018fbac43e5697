//! `invalid-port-range`: range of ports that ECS does not take.

use crate::rule::rule;
use crate::rules::ecs::names;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::{Container, Field, NetworkMode};
use plimsoll_model::tables::limits;
use plimsoll_text::TextRange;

rule! {
    /// A `containerPortRange` is written `first-last`, stands alone in its mapping, and overlaps no other.
    ///
    /// A container has at most 100 of them, in the network modes `bridge` and `awsvpc`.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "networkMode": "awsvpc",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "portMappings": [{ "containerPortRange": "9000-8000" }, { "containerPortRange": "7000-7010", "containerPort": 7000 }] },
    /// //                                                                              ^^^^^^^^^^^ error: `9000-8000` is no range of ports
    /// //                                                                                               ^^^^^^^^^^^^^^^^^^^^ error: a mapping has either `containerPortRange` or a single port
    ///     { "name": "log", "image": "log:1", "portMappings": [{ "containerPortRange": "6000-6010" }, { "containerPortRange": "6005-6020" }] }
    /// //                                                                                                                     ^^^^^^^^^^^ error: the ports of `6005-6020` are mapped already
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
    ///     { "name": "web", "image": "web:1", "portMappings": [{ "containerPortRange": "8000-8010" }, { "containerPortRange": "${FROM}-${TO}" }] },
    ///     { "name": "log", "image": "log:1", "portMappings": [{ "containerPortRange": "8011-8020" }] }
    ///   ]
    /// }
    /// ```
    "invalid-port-range" {
        summary: "range of ports that ECS does not take",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["pf-ecs-port-range-overlap", "pf-ecs-port-range-reversed", "pf-ecs-port-range-with-host-port"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let mode = cx.task.network_mode();
    let mut seen: Vec<Range> = Vec::new();
    for container in &cx.task.containers {
        let mut count = 0;
        for mapping in container.object.objects("portMappings") {
            let Field::Known { value: text, node, key } = mapping.name("containerPortRange") else { continue };
            count += 1;
            if let Some(mode @ ("host" | "none")) = word(mode) {
                sink.report(key.range(), format!("there are no ranges of ports with the network mode `{mode}`"));
            }
            if count == limits::PORT_RANGES + 1 {
                sink.report(key.range(), format!("{} has more than 100 ranges of ports", container.called()));
            }
            if !mapping.integer("containerPort").is_absent() || !mapping.integer("hostPort").is_absent() {
                sink.report(key.range(), "a mapping has either `containerPortRange` or a single port")
                    .note("ECS answers \"cannot specify both single port and port range\"");
            }
            if names::may_be_replaced(&text) {
                continue;
            }
            let Some((first, last)) = parse(&text) else {
                sink.report(node.range(), format!("`{text}` is no range of ports"))
                    .note("ECS answers \"Invalid 'containerPortRange' setting\"")
                    .note("it is written `first-last`, with ports from 1 to 65535");
                continue;
            };
            let protocol =
                mapping.name("protocol").known().map(|it| it.to_ascii_lowercase()).unwrap_or_else(|| "tcp".to_owned());
            let range = Range { container: container.index, first, last, protocol, place: node.range() };
            // Only with awsvpc do the containers surely share their ports.
            let overlaps = |other: &&Range| {
                (other.container == range.container || mode == NetworkMode::Awsvpc)
                    && other.protocol == range.protocol
                    && other.first <= range.last
                    && range.first <= other.last
            };
            if let Some(single) = single_port(container, &range) {
                sink.report(range.place, format!("the ports of `{text}` are mapped already"))
                    .label(single, "one of them")
                    .note("a port can be in one mapping of a container only");
            } else if let Some(other) = seen.iter().find(overlaps) {
                sink.report(range.place, format!("the ports of `{text}` are mapped already"))
                    .label(other.place, "here")
                    .note("ECS answers \"container port is used multiple times in task\"");
            }
            seen.push(range);
        }
    }
}

/// The place of a single port of the container that lies in the range.
fn single_port(container: &Container<'_>, range: &Range) -> Option<TextRange> {
    container.object.objects("portMappings").find_map(|mapping| match mapping.integer("containerPort") {
        // One beside a range is reported as such.
        Field::Known { value, node, .. } if mapping.name("containerPortRange").is_absent() => {
            (range.first..=range.last).contains(&value).then_some(node.range())
        }
        _ => None,
    })
}

struct Range {
    container: usize,
    first: i64,
    last: i64,
    protocol: String,
    place: TextRange,
}

fn parse(text: &str) -> Option<(i64, i64)> {
    let (first, last) = text.split_once('-')?;
    let port = |text: &str| text.parse::<i64>().ok().filter(|port| limits::CONTAINER_PORT.contains(port));
    let (first, last) = (port(first)?, port(last)?);
    (first < last).then_some((first, last))
}

fn word(mode: NetworkMode) -> Option<&'static str> {
    match mode {
        NetworkMode::Host => Some("host"),
        NetworkMode::None => Some("none"),
        NetworkMode::Awsvpc | NetworkMode::Bridge | NetworkMode::Unknown => None,
    }
}
