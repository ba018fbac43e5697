//! `invalid-ephemeral-storage`: size of the ephemeral storage that cannot be had.

use crate::rule::rule;
use crate::rules::ecs::edits::delete;
use crate::rules::ecs::edits::set;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::Field;
use plimsoll_model::tables::limits;

rule! {
    /// Ephemeral storage can be enlarged to between 21 and 200 GiB.
    ///
    /// A task has 20 GiB without asking; that number may not be written.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "networkMode": "awsvpc",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "ephemeralStorage": { "sizeInGiB": 20 },
    /// //                                   ^^ error: `ephemeralStorage` of 20 GiB is not between 21 and 200
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "networkMode": "awsvpc",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "networkMode": "awsvpc",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "ephemeralStorage": { "sizeInGiB": 500 },
    /// //                                   ^^^ error: `ephemeralStorage` of 500 GiB is not between 21 and 200
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "networkMode": "awsvpc",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "ephemeralStorage": { "sizeInGiB": 200 },
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
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
    ///   "ephemeralStorage": { "sizeInGiB": 21 },
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    ///   ]
    /// }
    /// ```
    "invalid-ephemeral-storage" {
        summary: "size of the ephemeral storage that cannot be had",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["pf-ecs-ephemeral-storage-range"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let launch = cx.task.launch();
    let Some(task) = cx.task.object.filter(|_| launch.fargate || launch.managed_instances) else { return };
    let Field::Known { value: storage, node: block, .. } = task.object("ephemeralStorage") else { return };
    let Field::Known { value: size, node, .. } = storage.integer("sizeInGiB") else { return };
    let range = limits::EPHEMERAL_STORAGE_GIB;
    if range.contains(&size) {
        return;
    }
    let fix = if size == DEFAULT_GIB {
        delete(block).map(|edits| Fix::safe("delete `ephemeralStorage`", edits))
    } else {
        let clamped = size.clamp(*range.start(), *range.end());
        set(node, clamped).map(|edits| Fix::r#unsafe(format!("take {clamped} GiB"), edits))
    };
    let words = if size < *range.start() { "at least 21" } else { "at most 200" };
    let message = format!("`ephemeralStorage` of {size} GiB is not between {} and {}", range.start(), range.end());
    sink.report(node.range(), message)
        .note(format!("ECS answers \"EphemeralStorage size should be {words}\""))
        .fix(fix);
}

/// What a task has without asking (ECS developer guide, 2026-11).
const DEFAULT_GIB: i64 = 20;
