//! `workflow-region-mismatch`: a workflow that works in another region than the task definition names.

use super::workflow::{is_workflow, region};
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::regions;

rule! {
    /// The workflow that deploys this task definition works in one region, and the image or the logs are in another one.
    ///
    /// That is allowed, and often a slip.
    ///
    /// ```text,context,file=.github/workflows/deploy.yml
    /// env:
    ///   AWS_REGION: eu-west-1
    /// jobs:
    ///   deploy:
    ///     steps:
    ///       - uses: aws-actions/amazon-ecs-deploy-task-definition@v2
    ///         with:
    ///           task-definition: task-definition.json
    /// ```
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/web:1" }
    ///     //                                              ^^^^^^^^^ note: the workflow works in `eu-west-1`, and this is in `us-east-1`
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1" }
    ///   ]
    /// }
    /// ```
    "workflow-region-mismatch" {
        summary: "workflow that works in another region than the task definition names",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let named = regions(cx.task);
    for file in cx.workspace.deployers(&cx.file.path).filter(|file| is_workflow(&file.path)) {
        let Some(region) = region(&file.text) else { continue };
        if named.iter().any(|mention| mention.name == region.text) {
            continue;
        }
        if let Some(first) = named.first() {
            sink.report(
                first.range,
                format!("the workflow works in `{}`, and this is in `{}`", region.text, first.name),
            )
            .label_in(&file.path, region.range, "the region of the workflow");
            return;
        }
    }
}
