//! `missing-requires-compatibilities`: task for Fargate that does not say so.

use crate::rule::rule;
use crate::rules::ecs::unsupported;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::{Place, insert_member};
use plimsoll_model::ecs::{Container, Field, Object, TaskDefinition, task_cpu, task_memory};
use plimsoll_model::tables::ecs::log_driver;
use plimsoll_model::tables::fargate::size;
use plimsoll_model::tables::unsupported::Where;

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
    /// The fix asks for Fargate where nothing is in its way:
    ///
    /// ```json,bad
    /// {
    /// ^ note: the task looks like one for Fargate, but has no `requiresCompatibilities`
    ///   "family": "web",
    ///   "networkMode": "awsvpc",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "executionRoleArn": "arn:aws:iam::123456789012:role/webExecution",
    ///   "runtimePlatform": { "operatingSystemFamily": "LINUX" },
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1" }]
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
    ///   "executionRoleArn": "arn:aws:iam::123456789012:role/webExecution",
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
        fix: FixAvailability::Unsafe,
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

/// Asks for Fargate, when the size is one that it has. Only the editor offers it while something else is left that Fargate
/// would refuse.
fn fix(cx: &TaskCx<'_>, task: Object<'_>) -> Option<Fix> {
    let ((cpu, _), (memory, _)) = (task_cpu(cx.task)?, task_memory(cx.task)?);
    let is_offered = size(cpu, cx.task.launch().windows).is_some_and(|size| size.memory.contains(&memory));
    if !is_offered || task.node.get_member("requiresCompatibilities").is_some() {
        return None;
    }
    let place = task.node.get_member("family").map_or(Place::First, Place::After);
    let edits = insert_member(task.node, place, "requiresCompatibilities", "[\"FARGATE\"]")?;
    let title = "ask for Fargate";
    Some(if is_ready(cx.task, task) { Fix::r#unsafe(title, edits) } else { Fix::manual(title, edits) })
}

/// Whether the task has what Fargate demands: an execution role, logs that it can write, and no setting of an instance.
fn is_ready(task: &TaskDefinition<'_>, object: Object<'_>) -> bool {
    let can_log = |container: &Container<'_>| match container.object.object("logConfiguration") {
        Field::Absent { .. } => true,
        Field::Known { value: log, .. } => {
            let driver = log.name("logDriver").known().and_then(|name| log_driver(name));
            let options = log.object("options").known().copied();
            let has = |key: &&str| options.is_some_and(|options| options.node.get(key).is_some());
            driver.is_some_and(|driver| driver.on_fargate && driver.required_on_fargate.iter().all(|key| has(&&**key)))
        }
        _ => false,
    };
    let has_role = object.name("executionRoleArn").node().is_some();
    has_role && task.containers.iter().all(can_log) && unsupported::find(task, Where::Fargate).is_empty()
}
