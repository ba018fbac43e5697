//! `conflicting-system-control`: containers that set one kernel parameter differently.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::{Container, Field, NetworkMode};
use plimsoll_text::TextRange;

rule! {
    /// With `awsvpc` the containers share a network, and with it its parameters: the one that starts last wins.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "networkMode": "awsvpc",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "systemControls": [{ "namespace": "net.core.somaxconn", "value": "1024" }] },
    ///     { "name": "log", "image": "log:1", "systemControls": [{ "namespace": "net.core.somaxconn", "value": "4096" }] }
    /// //                                                                                                      ^^^^^^ warning: container `log` sets `net.core.somaxconn` to 4096, container `web` to 1024
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
    ///     { "name": "web", "image": "web:1", "systemControls": [{ "namespace": "net.core.somaxconn", "value": "1024" }] },
    ///     { "name": "log", "image": "log:1", "systemControls": [{ "namespace": "net.core.somaxconn", "value": "1024" }] }
    ///   ]
    /// }
    /// ```
    "conflicting-system-control" {
        summary: "containers that set one kernel parameter differently",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    if cx.task.network_mode() != NetworkMode::Awsvpc {
        return;
    }
    let mut seen: Vec<(&Container<'_>, String, String, TextRange)> = Vec::new();
    for container in &cx.task.containers {
        for control in container.object.objects("systemControls") {
            let Some(name) = control.name("namespace").known().filter(|name| name.starts_with("net.")).cloned() else {
                continue;
            };
            let Field::Known { value, node, .. } = control.string("value") else { continue };
            match seen.iter().find(|(_, known, ..)| *known == *name) {
                Some((other, _, set, first)) if *set != *value && other.index != container.index => {
                    let (called, other) = (container.called(), other.called());
                    sink.report(node.range(), format!("{called} sets `{name}` to {value}, {other} to {set}"))
                        .label(*first, "set here too")
                        .note("they share one network; the container that starts last wins");
                }
                Some(_) => {}
                None => seen.push((container, name.into_owned(), value.into_owned(), node.range())),
            }
        }
    }
}
