//! `architecture-mismatch`: an image that is built for another processor than the task's.

use super::workflow::{Step, Value, is_workflow, resolve, steps};
use crate::rule::rule;
use crate::rules::ecs::inserts::replace_text;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::{Node, Place, insert_member};
use plimsoll_model::ecs::{Field, Object};
use plimsoll_text::TextRange;

rule! {
    /// The workflow builds the image for one architecture, and the task runs on another one.
    ///
    /// The task fails with "exec format error", or no image for its platform is found.
    ///
    /// ```text,context,file=.github/workflows/deploy.yml
    /// jobs:
    ///   deploy:
    ///     steps:
    ///       - uses: docker/build-push-action@v6
    ///         with:
    ///           platforms: linux/arm64
    ///           push: true
    ///       - uses: aws-actions/amazon-ecs-render-task-definition@v1
    ///         with:
    ///           task-definition: task-definition.json
    ///           container-name: web
    /// ```
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    /// //^^^^^^^^^^^^^^^^^^^^^^^^^ error: the workflow builds for `linux/arm64`, and the task runs on X86_64
    ///   "containerDefinitions": [{ "name": "web", "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1" }]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "runtimePlatform": {"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"},
    ///   "containerDefinitions": [{ "name": "web", "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1" }]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "runtimePlatform": { "cpuArchitecture": "ARM64" },
    ///   "containerDefinitions": [{ "name": "web", "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1" }]
    /// }
    /// ```
    "architecture-mismatch" {
        summary: "image that is built for another processor than the task's",
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
    let Some(task) = cx.task.object else { return };
    let Some((expected, place, node)) = expected(cx, task) else { return };
    for file in cx.workspace.deployers(&cx.file.path).filter(|file| is_workflow(&file.path)) {
        let all = steps(&file.text);
        // The image of a container is the one that is built only if there is one of each.
        let own = cx.task.containers.iter().filter(|container| !container.is_sidecar()).count();
        let renders = all.iter().filter(|step| step.uses("aws-actions/amazon-ecs-render-task-definition")).count();
        if own != 1 || renders != 1 || !cx.workspace.renders(&cx.file.path, None) || builds(&all) != 1 {
            continue;
        }
        let Some(platforms) = all.iter().find_map(build_platforms) else { continue };
        let Some(text) = resolve(&file.text, platforms) else { continue };
        let built: Option<Vec<&str>> = text.split(',').map(|platform| architecture(platform.trim())).collect();
        let Some(built) = built.filter(|built| !built.is_empty() && !built.contains(&expected)) else { continue };
        let message = format!("the workflow builds for `{text}`, and the task runs on {expected}");
        sink.report(place, message)
            .label_in(&file.path, platforms.range, "built for this one")
            .note("the task fails with \"exec format error\", or \"no match for platform\" when the image is pulled")
            .fix(fix(task, node, built[0]));
        return;
    }
}

/// The architecture that the task runs on, where that is said, and the string that says it.
fn expected<'a>(cx: &TaskCx<'a>, task: Object<'a>) -> Option<(&'static str, TextRange, Option<Node<'a>>)> {
    let platform = match task.object("runtimePlatform") {
        Field::Absent { .. } if task.is_complete() => None,
        Field::Known { value, .. } if value.is_complete() => Some(value),
        _ => return None,
    };
    match platform.map(|platform| platform.name("cpuArchitecture")) {
        Some(Field::Known { value, node, .. }) => {
            let known = ["X86_64", "ARM64"].into_iter().find(|known| *known == value)?;
            Some((known, node.range(), Some(node)))
        }
        None | Some(Field::Absent { .. }) if cx.task.launch().fargate => {
            let member = task.node.get_member("requiresCompatibilities")?;
            Some(("X86_64", member.key.range(), None))
        }
        _ => None,
    }
}

/// How many images the workflow builds.
fn builds(all: &[Step<'_>]) -> usize {
    let actions = all.iter().filter(|step| step.uses("docker/build-push-action")).count();
    let lines = all.iter().flat_map(Step::lines);
    let commands = lines.filter(|line| line.contains("docker build ") || line.contains("docker buildx build")).count();
    actions + commands
}

/// The platforms that the build step names.
fn build_platforms<'t>(step: &Step<'t>) -> Option<Value<'t>> {
    step.value("platforms").filter(|_| step.uses("docker/build-push-action"))
}

fn architecture(platform: &str) -> Option<&'static str> {
    match platform {
        "linux/amd64" => Some("X86_64"),
        "linux/arm64" | "linux/arm64/v8" => Some("ARM64"),
        _ => None,
    }
}

fn fix(task: Object<'_>, node: Option<Node<'_>>, built: &str) -> Option<Fix> {
    let edits = match node {
        Some(node) => replace_text(node, built)?,
        None => {
            task.node.get_member("runtimePlatform").is_none().then_some(())?;
            let after = task.node.get_member("requiresCompatibilities")?;
            let json = format!("{{\"cpuArchitecture\": \"{built}\", \"operatingSystemFamily\": \"LINUX\"}}");
            insert_member(task.node, Place::After(after), "runtimePlatform", &json)?
        }
    };
    Some(Fix::r#unsafe(format!("run it on {built}"), edits))
}
