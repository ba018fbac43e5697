//! `invalid-resource-requirement`: GPU or Neuron requirement that ECS does not take.

use crate::rule::rule;
use crate::rules::ecs::names;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::Node;
use plimsoll_model::ecs::{Field, Object};
use plimsoll_model::tables::limits;
use plimsoll_text::TextRange;

rule! {
    /// A GPU is asked for by number, by `ALL`, or by a share; a Neuron device by `ALL`, for one container of a managed
    /// instance.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512, "resourceRequirements": [{ "type": "GPU", "value": "half" }] }
    /// //                                                                                                       ^^^^^^ error: a container asks for a number of GPUs or for `ALL`, not for `half`
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512, "resourceRequirements": [{ "type": "GPU", "value": "1" }] },
    ///     { "name": "log", "image": "log:1", "memory": 512, "resourceRequirements": [{ "type": "GPU", "value": "${GPUS}" }] }
    ///   ]
    /// }
    /// ```
    "invalid-resource-requirement" {
        summary: "GPU or Neuron requirement that ECS does not take",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let launch = cx.task.launch();
    if launch.fargate || !launch.ec2 && !launch.managed_instances {
        return;
    }
    let mut neuron: Option<TextRange> = None;
    let mut shared: Option<(bool, TextRange)> = None;
    for requirement in cx.task.containers.iter().flat_map(|it| it.object.objects("resourceRequirements")) {
        let Field::Known { value: kind, node, .. } = requirement.string("type") else { continue };
        match &*kind {
            "GPU" => {
                let is_shared = gpu(requirement, node, sink);
                match (is_shared, shared) {
                    (Some(now), Some((before, first))) if now != before => {
                        sink.report(node.range(), "the containers of a task either share GPUs or do not")
                            .label(first, "another container does it the other way");
                    }
                    (Some(now), None) => shared = Some((now, node.range())),
                    _ => {}
                }
            }
            "NeuronDevice" => {
                if !launch.managed_instances {
                    sink.report(node.range(), "a `NeuronDevice` needs `MANAGED_INSTANCES`");
                }
                if let Some(first) = neuron {
                    sink.report(node.range(), "only one container of a task may ask for Neuron devices")
                        .label(first, "the first one");
                }
                neuron.get_or_insert(node.range());
                if let Field::Known { value, node, .. } = requirement.string("value")
                    && value != "ALL"
                {
                    sink.report(node.range(), format!("a container asks for `ALL` Neuron devices, not for `{value}`"));
                }
            }
            _ => {}
        }
    }
}

/// Judges a requirement of GPUs; says whether it shares them, if that is known.
fn gpu(requirement: Object<'_>, kind: Node<'_>, sink: &mut Sink) -> Option<bool> {
    let (value, strategy) = (requirement.string("value"), requirement.object("sharingStrategy"));
    if let Field::Known { value, node, .. } = &value
        && **value != *"ALL"
        && !value.parse::<i64>().is_ok_and(|count| count > 0)
        && !names::may_be_replaced(value)
    {
        sink.report(node.range(), format!("a container asks for a number of GPUs or for `ALL`, not for `{value}`"));
    }
    if let Field::Known { value: strategy, .. } = &strategy
        && let Some(mps) = strategy.object("nvidiaMps").known().copied()
    {
        let percent = limits::MPS_PERCENT;
        if let Field::Known { value, node, .. } = mps.integer("maxComputePercent")
            && !percent.contains(&value)
        {
            sink.report(node.range(), format!("`maxComputePercent` {value} is not between 1 and 100"));
        }
        if let Field::Known { value, node, .. } = mps.integer("memory")
            && value < 1
        {
            sink.report(node.range(), format!("`memory` {value} of a shared GPU is less than 1"));
        }
    }
    match (value.is_absent(), strategy.is_absent()) {
        (false, false) => {
            sink.report(kind.range(), "a GPU has both `value` and `sharingStrategy`").note("one of them is enough");
            None
        }
        (true, true) if requirement.is_complete() => {
            sink.report(kind.range(), "a GPU has neither `value` nor `sharingStrategy`");
            None
        }
        (true, true) => None,
        (_, shares_not) => Some(!shares_not),
    }
}
