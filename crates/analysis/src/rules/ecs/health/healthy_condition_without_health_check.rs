//! `healthy-condition-without-health-check`: a container that waits for a health that nobody checks.

use super::dependencies::dependencies;
use super::translate::image_check;
use crate::rule::rule;
use crate::rules::ecs::inserts::insert;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};

rule! {
    /// A container waits until another one is healthy, and that one has no `healthCheck`.
    ///
    /// HEALTHCHECK in its image does not count: ECS looks at the task definition alone.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "dependsOn": [{ "containerName": "log", "condition": "HEALTHY" }]
    ///       //                                                   ^^^^^^^^^ error: container `log` can never be healthy: it has no `healthCheck`
    ///     },
    ///     { "name": "log", "image": "log:1" }
    ///   ]
    /// }
    /// ```
    ///
    /// When the Dockerfile of the image is at hand, its health check can be taken over:
    ///
    /// ```text,context,file=Dockerfile.log
    /// FROM debian:12.11
    /// HEALTHCHECK --interval=1m CMD /probe --quick
    /// ```
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "dependsOn": [{ "containerName": "log", "condition": "HEALTHY" }]
    ///       //                                                   ^^^^^^^^^ error: container `log` can never be healthy: it has no `healthCheck`
    ///     },
    ///     { "name": "log", "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/log:1" }
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
    ///       "dependsOn": [{ "containerName": "log", "condition": "HEALTHY" }]
    ///     },
    ///     { "name": "log", "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/log:1", "healthCheck": {"command": ["CMD-SHELL", "/probe --quick"], "interval": 60} }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "dependsOn": [{ "containerName": "log", "condition": "HEALTHY" }] },
    ///     { "name": "log", "image": "log:1", "healthCheck": { "command": ["CMD", "/probe"] } }
    ///   ]
    /// }
    /// ```
    "healthy-condition-without-health-check" {
        summary: "container that waits for a health that nobody checks",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["pf-ecs-dependson-healthy-without-healthcheck"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    for dependency in dependencies(cx.task) {
        let target = dependency.target;
        if dependency.condition != "HEALTHY"
            || !target.object.is_complete()
            || !target.object.object("healthCheck").is_absent()
        {
            continue;
        }
        let image = image_check(cx, target);
        let finding = sink.report(
            dependency.condition_node.range(),
            format!("{} can never be healthy: it has no `healthCheck`", target.called()),
        );
        finding.label(target.object.anchor(), "it has none");
        if let Some(image) = &image {
            finding.label_in(&image.path, image.range, "ECS does not look at this one");
        }
        finding.note("ECS answers \"A dependency container with HEALTHY condition must have health check configured\"");
        let translated =
            image.and_then(|image| image.json).and_then(|json| insert(target.object, "healthCheck", &json));
        finding.fix(match translated {
            Some(edits) => Some(Fix::r#unsafe("take over the health check of the image", edits)),
            None => insert(target.object, "healthCheck", "{\n  \"command\": [\"CMD-SHELL\", \"\"]\n}")
                .map(|edits| Fix::manual("add `healthCheck`", edits)),
        });
    }
}
