//! `missing-requires-compatibilities`: task for Fargate that does not say so.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::{Place, insert_member};
use plimsoll_model::ecs::{Object, task_cpu, task_memory};
use plimsoll_model::tables::fargate::size;

rule! {
    /// The task looks like one for Fargate, but nothing says so.
    ///
    /// Without `requiresCompatibilities`, ECS checks nothing of what Fargate demands when the task definition is
    /// registered; what is wrong shows when a task is started.
    ///
    /// ```json,bad
    /// {
    /// ^ note: the task looks like one for Fargate, but has no `requiresCompatibilities`
    ///   "family": "web",
    ///   "networkMode": "awsvpc",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "runtimePlatform": { "operatingSystemFamily": "LINUX" },
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1" }]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "networkMode": "bridge",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    ///   ]
    /// }
    /// ```
    "missing-requires-compatibilities" {
        summary: "task for Fargate that does not say so",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Note, Level::Warning, Level::Note),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let Some(task) = cx.task.object.filter(|task| task.is_complete()) else { return };
    let has = |key: &str| !task.name(key).is_absent();
    let is_awsvpc = task.name("networkMode").known().is_some_and(|mode| mode == "awsvpc");
    let is_like_fargate = is_awsvpc && has("cpu") && has("memory");
    // Some repositories have one file for each launch type.
    let is_for_ec2 = cx.file.path.to_ascii_lowercase().contains("ec2");
    if is_for_ec2 || !is_like_fargate || !task.array("requiresCompatibilities").is_absent() {
        return;
    }
    // What registers the file may say it.
    if cx.workspace.deployers(&cx.file.path).any(|file| file.text.contains("--requires-compatibilities")) {
        return;
    }
    sink.report(task.anchor(), "the task looks like one for Fargate, but has no `requiresCompatibilities`")
        .note("ECS does not check what Fargate demands until a task is started")
        .fix(fix(cx, task));
}

/// Asks for Fargate, when the size is one that it has. For editors only: it turns on what Fargate demands besides.
fn fix(cx: &TaskCx<'_>, task: Object<'_>) -> Option<Fix> {
    let ((cpu, _), (memory, _)) = (task_cpu(cx.task)?, task_memory(cx.task)?);
    let is_offered = size(cpu, cx.task.launch().windows).is_some_and(|size| size.memory.contains(&memory));
    if !is_offered || task.node.get_member("requiresCompatibilities").is_some() {
        return None;
    }
    let place = task.node.get_member("family").map_or(Place::First, Place::After);
    let edits = insert_member(task.node, place, "requiresCompatibilities", "[\"FARGATE\"]")?;
    Some(Fix::manual("ask for Fargate", edits))
}
