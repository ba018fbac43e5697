//! `ignored-image-health-check`: a health check of the image that ECS does not look at.

use crate::rule::rule;
use crate::rules::ecs::health::translate::image_check;
use crate::rules::ecs::inserts::insert;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};

rule! {
    /// The Dockerfile sets HEALTHCHECK, and ECS looks only at `healthCheck` of the task definition.
    ///
    /// ```text,context,file=Dockerfile
    /// FROM alpine:3.22
    /// HEALTHCHECK --interval=1m --timeout=3s CMD wget -qO- localhost:8080
    /// ```
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1" }
    ///   //^ warning: container `web` has no `healthCheck`, and ECS does not look at HEALTHCHECK of the image
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1", "healthCheck": {"command": ["CMD-SHELL", "wget -qO- localhost:8080"], "interval": 60, "timeout": 3} }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1",
    ///       "healthCheck": { "command": ["CMD", "/probe"] }
    ///     }
    ///   ]
    /// }
    /// ```
    "ignored-image-health-check" {
        summary: "health check of the image that ECS does not look at",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let object = cx.container.object;
    if !object.is_complete() || !object.object("healthCheck").is_absent() {
        return;
    }
    // With another program the image's check need not fit.
    if !object.array("entryPoint").is_absent() {
        return;
    }
    let Some(image) = image_check(cx, cx.container) else { return };
    let edits = image.json.and_then(|json| insert(object, "healthCheck", &json));
    sink.report(
        object.anchor(),
        format!("{} has no `healthCheck`, and ECS does not look at HEALTHCHECK of the image", cx.container.called()),
    )
    .label_in(&image.path, image.range, "the health check of the image")
    .fix(edits.map(|edits| Fix::r#unsafe("take over the health check of the image", edits)));
}
