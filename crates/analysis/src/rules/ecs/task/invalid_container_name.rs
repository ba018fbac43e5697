//! `invalid-container-name`: name of a container with characters that it cannot have.

use crate::rule::rule;
use crate::rules::ecs::names;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::{Field, List, Object, Shape};
use plimsoll_text::{Edit, Edits, TextRange};

rule! {
    /// The name of a container has letters, digits, `_` and `-`, at most 255 of them.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web.app", "image": "web:1" },
    /// //            ^^^^^^^^^ error: the name of a container has `.` in it
    ///     { "name": "log", "image": "log:1", "dependsOn": [{ "containerName": "web.app", "condition": "START" }], "links": ["web.app:web"] }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web-app", "image": "web:1" },
    ///     { "name": "log", "image": "log:1", "dependsOn": [{ "containerName": "web-app", "condition": "START" }], "links": ["web-app:web"] }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "${SERVICE}_web-1", "image": "web:1" }
    ///   ]
    /// }
    /// ```
    "invalid-container-name" {
        summary: "name of a container with characters that it cannot have",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    for container in &cx.task.containers {
        let name = container.object.name("name");
        let Some((node, problem)) = names::problem(&name) else { continue };
        // An array at the top may be anything.
        if cx.task.shape == Shape::ContainerArray && container.image().is_absent() {
            continue;
        }
        sink.report(node.range(), format!("the name of a container {problem}"))
            .note("ECS takes up to 255 letters, digits, `_` and `-`")
            .fix(name.known().and_then(|name| rename(cx, name)));
    }
}

/// Another name, also where the container is named. `None` when another container has it already.
fn rename(cx: &TaskCx<'_>, name: &str) -> Option<Fix> {
    let mended = names::mended(name);
    if cx.task.container(&mended).is_some() {
        return None;
    }
    let places = places(cx, name);
    let edits = Edits::new(places.into_iter().map(|range| Edit::replace(range, mended.clone())).collect());
    Some(Fix::r#unsafe(format!("call it `{mended}`"), edits.ok()?))
}

/// The ranges of the characters of `name` where a container has it or is named by it.
fn places(cx: &TaskCx<'_>, name: &str) -> Vec<TextRange> {
    let mut places = Vec::new();
    let mut add = |object: Object<'_>, key: &str| {
        if let Field::Known { value, node, .. } = object.name(key)
            && value == name
        {
            places.extend(node.content_range());
        }
    };
    for container in &cx.task.containers {
        add(container.object, "name");
        container.object.objects("dependsOn").for_each(|it| add(it, "containerName"));
        container.object.objects("volumesFrom").for_each(|it| add(it, "sourceContainer"));
    }
    if let Some(proxy) = cx.task.object.and_then(|task| task.object("proxyConfiguration").known().copied()) {
        add(proxy, "containerName");
    }
    let links = cx.task.containers.iter().filter_map(|it| it.object.array("links").known().copied());
    for (node, link) in links.flat_map(List::strings) {
        let is_named = link.is_some_and(|link| link.split(':').next() == Some(name));
        places.extend(node.file_range(0, name.len()).filter(|_| is_named));
    }
    places
}
