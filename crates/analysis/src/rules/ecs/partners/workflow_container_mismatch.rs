//! `workflow-container-mismatch`: a workflow that puts an image into a container that is not there.

use super::workflow::{Step, is_workflow, resolve, steps};
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx, nearest};

rule! {
    /// A GitHub workflow puts the new image into a container of this task definition, by a name that no container has.
    ///
    /// The action fails with "Could not find container definition with matching name".
    ///
    /// ```text,context,file=.github/workflows/deploy.yml
    /// jobs:
    ///   deploy:
    ///     steps:
    ///       - uses: aws-actions/amazon-ecs-render-task-definition@v1
    ///         with:
    ///           task-definition: task-definition.json
    ///           container-name: app
    ///           image: ${{ steps.build.outputs.image }}
    /// ```
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1" }]
    ///   //                                 ^^^^^ error: the workflow puts an image into the container `app`, and there is none
    /// }
    /// ```
    ///
    /// The name is right:
    ///
    /// ```text,context,file=.github/workflows/deploy.yml
    /// env:
    ///   CONTAINER: web
    /// jobs:
    ///   deploy:
    ///     steps:
    ///       - uses: aws-actions/amazon-ecs-render-task-definition@v1
    ///         with:
    ///           task-definition: task-definition.json
    ///           container-name: ${{ env.CONTAINER }}
    ///           image: ${{ steps.build.outputs.image }}
    /// ```
    ///
    /// ```json,good,file=other.json
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1" }]
    /// }
    /// ```
    "workflow-container-mismatch" {
        summary: "workflow that puts an image into a container that is not there",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

const RENDER: &str = "aws-actions/amazon-ecs-render-task-definition";

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let names: Option<Vec<String>> =
        cx.task.containers.iter().map(|container| Some(container.name()?.into_owned())).collect();
    let Some(names) = names.filter(|names| !names.is_empty() && cx.task.is_container_list_complete()) else { return };
    for file in cx.workspace.deployers(&cx.file.path).filter(|file| is_workflow(&file.path)) {
        if is_rewritten(&file.text, &cx.file.path) {
            continue;
        }
        let all = steps(&file.text);
        let mut reported: Vec<&str> = Vec::new();
        for step in all.iter().filter(|step| step.uses(RENDER)) {
            let Some(value) = step.value("container-name") else { continue };
            let Some(name) = resolve(&file.text, value) else { continue };
            let is_this = rendered_file(&file.text, &all, step, 5).is_some_and(|path| path == cx.file.path);
            if !is_this || names.iter().any(|known| known == name) || reported.contains(&name) {
                continue;
            }
            reported.push(name);
            let place = nearest(name, names.iter().map(String::as_str), 3).unwrap_or(&names[0]);
            let Some(node) = cx.task.container(place).and_then(|container| container.object.node.get("name")) else {
                continue;
            };
            let message = format!("the workflow puts an image into the container `{name}`, and there is none");
            sink.report(node.range(), message)
                .label_in(&file.path, value.range, "the name in the workflow")
                .note("the action fails with \"Could not find container definition with matching name\"");
        }
    }
}

/// The path of the file that a step renders, through the outputs of earlier steps.
fn rendered_file<'t>(text: &'t str, all: &[Step<'t>], step: &Step<'t>, depth: usize) -> Option<&'t str> {
    let value = step.value("task-definition")?;
    if let Some(path) = resolve(text, value) {
        return Some(path.trim_start_matches("./"));
    }
    let inner = value.text.strip_prefix("${{")?.strip_suffix("}}")?.trim();
    let id = inner.strip_prefix("steps.")?.strip_suffix(".outputs.task-definition")?;
    let earlier = all.iter().find(|step| step.uses(RENDER) && step.value("id").is_some_and(|own| own.text == id))?;
    rendered_file(text, all, earlier, depth.checked_sub(1)?)
}

/// Whether a step may write the file anew before it is used.
fn is_rewritten(text: &str, path: &str) -> bool {
    const SIGNS: [&str; 11] =
        [">", "sed", "jq", "yq", "envsubst", "tee", "cp ", "mv ", "curl", "aws s3", "describe-task-definition"];
    let name = path.rsplit('/').next().unwrap_or(path);
    text.lines().filter(|line| line.contains(name)).any(|line| SIGNS.iter().any(|sign| line.contains(sign)))
}
