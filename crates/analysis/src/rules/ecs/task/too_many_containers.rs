//! `too-many-containers`: more than ten containers.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::{Object, Shape};
use plimsoll_model::tables::limits;

rule! {
    /// A task has at most ten containers.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" },
    ///     { "name": "log", "image": "log:1" },
    ///     { "name": "api", "image": "api:1" },
    ///     { "name": "job", "image": "job:1" },
    ///     { "name": "pod", "image": "pod:1" },
    ///     { "name": "app", "image": "app:1" },
    ///     { "name": "cli", "image": "cli:1" },
    ///     { "name": "kit", "image": "kit:1" },
    ///     { "name": "mix", "image": "mix:1" },
    ///     { "name": "net", "image": "net:1" },
    ///     { "name": "oak", "image": "oak:1" }
    /// //  ^ error: the task has 11 containers
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" },
    ///     { "name": "log", "image": "log:1" }
    ///   ]
    /// }
    /// ```
    "too-many-containers" {
        summary: "more than ten containers",
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
    let Some(list) = cx.task.container_list() else { return };
    // An array at the top may be anything.
    let with_image = cx.task.containers.iter().filter(|it| !it.image().is_absent()).count();
    if cx.task.shape == Shape::ContainerArray && with_image <= limits::CONTAINERS {
        return;
    }
    let count = list.node.elements().count();
    let Some(first) = list.node.elements().nth(limits::CONTAINERS) else { return };
    let range = Object::new(first).map_or(first.range(), Object::anchor);
    sink.report(range, format!("the task has {count} containers"))
        .note(format!("{} is the most that there can be", limits::CONTAINERS))
        .note("ECS answers \"Too many containers.\"");
}
