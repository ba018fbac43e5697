//! `depends-on-cycle`: containers that wait for each other.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::{Container, Field};
use plimsoll_text::TextRange;

rule! {
    /// Containers that wait for each other never start.
    ///
    /// `dependsOn`, `volumesFrom` and `links` each make one container wait for another.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "dependsOn": [{ "containerName": "log", "condition": "START" }] },
    ///     { "name": "log", "image": "log:1", "dependsOn": [{ "containerName": "web", "condition": "START" }] }
    ///   //                                                                    ^^^^^ error: containers wait for each other: web → log → web
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "dependsOn": [{ "containerName": "log", "condition": "START" }] },
    ///     { "name": "log", "image": "log:1" },
    ///     { "name": "api", "image": "api:1", "links": ["web"], "volumesFrom": [{ "sourceContainer": "log" }] }
    ///   ]
    /// }
    /// ```
    "depends-on-cycle" {
        summary: "containers that wait for each other",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

/// One container waits for another.
struct Edge {
    to: usize,
    range: TextRange,
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let names: Vec<Option<String>> =
        cx.task.containers.iter().map(|it| it.name().map(std::borrow::Cow::into_owned)).collect();
    let position = |name: &str| names.iter().position(|known| known.as_deref() == Some(name));
    let graph: Vec<Vec<Edge>> = cx.task.containers.iter().map(|container| edges(container, &position)).collect();
    let mut state = vec![State::New; graph.len()];
    for start in 0..graph.len() {
        if state[start] == State::New {
            visit(start, &graph, &mut state, &names, sink);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    OnTheWay,
    Done,
}

/// Walks in depth, without recursion: a file may chain any number of containers. Every edge back to a container
/// on the way closes a cycle.
fn visit(start: usize, graph: &[Vec<Edge>], state: &mut [State], names: &[Option<String>], sink: &mut Sink) {
    // The containers on the way, each with the number of the next edge to follow.
    let mut way = vec![(start, 0)];
    state[start] = State::OnTheWay;
    while let Some((at, next)) = way.last_mut() {
        let at = *at;
        let Some(edge) = graph[at].get(*next) else {
            state[at] = State::Done;
            way.pop();
            continue;
        };
        *next += 1;
        match state[edge.to] {
            State::New => {
                state[edge.to] = State::OnTheWay;
                way.push((edge.to, 0));
            }
            State::OnTheWay => {
                let path: Vec<_> = way.iter().map(|(at, next)| (*at, graph[*at][next - 1].range)).collect();
                report(edge, &path, names, sink);
            }
            State::Done => {}
        }
    }
}

fn report(edge: &Edge, path: &[(usize, TextRange)], names: &[Option<String>], sink: &mut Sink) {
    let start = path.iter().position(|(at, _)| *at == edge.to).unwrap_or(0);
    let cycle = &path[start..];
    let name = |at: usize| names[at].as_deref().unwrap_or("?");
    let mut shown: Vec<&str> = cycle.iter().map(|(at, _)| name(*at)).collect();
    shown.push(name(edge.to));
    let message = match cycle.len() {
        1 => format!("container `{}` waits for itself", name(edge.to)),
        _ => format!("containers wait for each other: {}", shown.join(" → ")),
    };
    let finding = sink.report(edge.range, message);
    for (at, range) in &cycle[..cycle.len() - 1] {
        finding.label(*range, format!("`{}` waits here", name(*at)));
    }
    finding.note("none of them ever starts, and the task stays PENDING");
}

fn edges(container: &Container<'_>, position: &impl Fn(&str) -> Option<usize>) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (list, key) in [("dependsOn", "containerName"), ("volumesFrom", "sourceContainer")] {
        for object in container.object.objects(list) {
            if let Field::Known { value, node, .. } = object.name(key) {
                edges.extend(position(&value).map(|to| Edge { to, range: node.range() }));
            }
        }
    }
    if let Some(links) = container.object.array("links").known() {
        for (node, link) in links.strings() {
            let to = link.and_then(|link| position(link.split(':').next().unwrap_or(&link)));
            edges.extend(to.map(|to| Edge { to, range: node.range() }));
        }
    }
    edges
}
