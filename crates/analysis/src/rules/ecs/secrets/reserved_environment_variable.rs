//! `reserved-environment-variable`: a variable that the ECS agent sets itself.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_json::delete_element;
use plimsoll_model::ecs::{Field, Object};

rule! {
    /// The ECS agent sets this variable in every container.
    ///
    /// With another value the SDK looks for its credentials, or the application for its metadata, in the wrong place.
    /// With a GPU the agent also sets `NVIDIA_VISIBLE_DEVICES`, which says which GPUs the container gets.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "environment": [
    ///         { "name": "ECS_CONTAINER_METADATA_URI_V4", "value": "http://169.254.170.2/v4" },
    ///         //        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: container `web` sets `ECS_CONTAINER_METADATA_URI_V4`, which the ECS agent sets itself
    ///         { "name": "STAGE", "value": "prod" }
    ///       ]
    ///     }
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
    ///       "environment": [
    ///         { "name": "STAGE", "value": "prod" }
    ///       ]
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// A stand-in for ECS on your own machine needs them:
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "metadata",
    ///       "image": "amazon/amazon-ecs-local-container-endpoints:latest",
    ///       "environment": [{ "name": "ECS_CONTAINER_METADATA_URI_V4", "value": "http://169.254.170.2/v4" }]
    ///     },
    ///     { "name": "web", "image": "web:1", "environment": [{ "name": "NVIDIA_VISIBLE_DEVICES", "value": "all" }] }
    ///   ]
    /// }
    /// ```
    "reserved-environment-variable" {
        summary: "variable that the ECS agent sets itself",
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
    // Source: container agent 1.9x, `agent/api/task`, 2026-06.
    const NAMES: [&str; 5] = [
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        "ECS_CONTAINER_METADATA_URI",
        "ECS_CONTAINER_METADATA_URI_V4",
        "ECS_AGENT_URI",
        "AWS_EXECUTION_ENV",
    ];
    const SIMULATORS: [&str; 3] = ["localstack", "localstack-pro", "amazon-ecs-local-container-endpoints"];
    if cx.container.image_parts().is_some_and(|image| SIMULATORS.contains(&image.base_name())) {
        return;
    }
    let gpu = |entry: Object<'_>| entry.name("type").known().is_some_and(|kind| kind == "GPU");
    let has_gpu = cx.container.object.objects("resourceRequirements").any(gpu);
    for variable in cx.container.variables() {
        let Field::Known { value: name, node, .. } = &variable.name else { continue };
        let for_gpu = *name == "NVIDIA_VISIBLE_DEVICES" || name.starts_with("CUDA_MPS_");
        if NAMES.contains(&&**name) || has_gpu && for_gpu {
            let edits = delete_element(variable.entry.node);
            sink.report(
                node.range(),
                format!("{} sets `{name}`, which the ECS agent sets itself", cx.container.called()),
            )
            .fix(edits.map(|edits| Fix::r#unsafe(format!("delete `{name}`"), edits)));
        }
    }
}
