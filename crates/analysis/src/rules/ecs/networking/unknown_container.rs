//! `unknown-container`: a reference to a container that is not there.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx, nearest};
use plimsoll_model::ecs::{Field, Object};
use plimsoll_text::{Edit, TextRange};
use std::borrow::Cow;

rule! {
    /// `dependsOn`, `volumesFrom`, `links` and `proxyConfiguration` name containers of the same task.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "dependsOn": [{ "containerName": "databse", "condition": "START" }]
    ///   //                                    ^^^^^^^ error: no container is called `databse`
    ///     },
    ///     { "name": "database", "image": "postgres:17" }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "dependsOn": [{ "containerName": "database", "condition": "START" }]
    ///     },
    ///     { "name": "database", "image": "postgres:17" }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "links": ["log:logger"], "volumesFrom": [{ "sourceContainer": "log" }] },
    ///     { "name": "log", "image": "log:1" }
    ///   ]
    /// }
    /// ```
    "unknown-container" {
        summary: "reference to a container that is not defined",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[
            "pf-ecs-dependson-container-missing",
            "pf-ecs-volumesfrom-source-container-missing",
            "pf-ecs-proxy-configuration-container-missing",
        ],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    // In an array of container definitions the file that uses it may add others.
    let Some(task) = cx.task.object else { return };
    let Some(list) = task.array("containerDefinitions").known().copied().filter(|list| list.is_complete()) else {
        return;
    };
    let names: Vec<Cow<'_, str>> = cx.task.containers.iter().filter_map(plimsoll_model::ecs::Container::name).collect();
    if names.len() != list.node.elements().count() {
        return;
    }
    let mut look_up = |name: &str, range: TextRange, answer: &str| {
        if names.iter().any(|known| known == name) || name.is_empty() {
            return;
        }
        let fix = nearest(name, names.iter().map(|name| &**name), 3)
            .map(|near| Fix::r#unsafe(format!("use `{near}`"), Edit::replace(range, near)));
        sink.report(range, format!("no container is called `{name}`")).note(answer.to_owned()).fix(fix);
    };
    for container in &cx.task.containers {
        for dependency in container.object.objects("dependsOn") {
            if let Some((name, range)) = text(dependency, "containerName") {
                let answer = format!("ECS answers \"Cannot depend on container {name} because it does not exist.\"");
                look_up(&name, range, &answer);
            }
        }
        for volumes in container.object.objects("volumesFrom") {
            if let Some((name, range)) = text(volumes, "sourceContainer") {
                look_up(&name, range, "ECS answers \"Invalid 'volumesFrom' setting. Unknown container\"");
            }
        }
        if let Some(links) = container.object.array("links").known() {
            for (node, link) in links.strings() {
                let Some(link) = link else { continue };
                let name = link.split(':').next().unwrap_or(&link);
                let Some(range) = node.file_range(0, name.len()) else { continue };
                look_up(name, range, "a link names a container, then perhaps a colon and an alias");
            }
        }
    }
    if let Some(proxy) = task.object("proxyConfiguration").known()
        && let Some((name, range)) = text(*proxy, "containerName")
    {
        look_up(&name, range, &format!("ECS answers \"Proxy container [{name}] does not exist\""));
    }
}

/// A known string with the range of its characters.
fn text<'a>(object: Object<'a>, key: &str) -> Option<(Cow<'a, str>, TextRange)> {
    match object.name(key) {
        Field::Known { value, node, .. } => Some((value, node.content_range()?)),
        _ => None,
    }
}
