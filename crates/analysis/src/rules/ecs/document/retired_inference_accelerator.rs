//! `retired-inference-accelerator`: Elastic Inference, which AWS has ended.

use crate::rule::rule;
use crate::rules::ecs::edits::delete;
use crate::rules::ecs::matters::matters;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::delete_element;
use plimsoll_model::ecs::Field;

rule! {
    /// AWS ended Elastic Inference; ECS takes no task definition that asks for it.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "inferenceAccelerators": [{ "deviceName": "device_1", "deviceType": "eia2.medium" }],
    /// //^^^^^^^^^^^^^^^^^^^^^^^ error: ECS takes no `inferenceAccelerators` any more
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "resourceRequirements": [{ "type": "InferenceAccelerator", "value": "device_1" }, { "type": "GPU", "value": "1" }] }
    /// //                                                                        ^^^^^^^^^^^^^^^^^^^^^^ error: ECS takes no requirement of an `InferenceAccelerator` any more
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "resourceRequirements": [{ "type": "GPU", "value": "1" }] }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "inferenceAccelerators": [],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "resourceRequirements": [{ "type": "GPU", "value": "1" }] }
    ///   ]
    /// }
    /// ```
    "retired-inference-accelerator" {
        summary: "Elastic Inference, which AWS has ended",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["pf-ecs-fargate-inference-accelerator"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

const ANSWER: &str = "ECS answers \"Unsupported field 'inferenceAccelerators'.\"";

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    if let Some(Field::Known { value, node, key }) = cx.task.object.map(|task| task.array("inferenceAccelerators"))
        && matters(value.node)
    {
        sink.report(key.range(), "ECS takes no `inferenceAccelerators` any more")
            .note(ANSWER)
            .fix(delete(node).map(|edits| Fix::r#unsafe("delete `inferenceAccelerators`", edits)));
    }
    for requirement in cx.task.containers.iter().flat_map(|it| it.object.objects("resourceRequirements")) {
        let Field::Known { value, node, .. } = requirement.string("type") else { continue };
        if value == "InferenceAccelerator" {
            sink.report(node.range(), "ECS takes no requirement of an `InferenceAccelerator` any more")
                .note(ANSWER)
                .fix(delete_element(requirement.node).map(|edits| Fix::r#unsafe("delete it", edits)));
        }
    }
}
