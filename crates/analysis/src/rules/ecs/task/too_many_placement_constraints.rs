//! `too-many-placement-constraints`: more than ten placement constraints.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::Field;
use plimsoll_model::tables::limits;

rule! {
    /// A task definition has at most ten placement constraints.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "placementConstraints": [{ "type": "memberOf", "expression": "1" }, { "type": "memberOf", "expression": "2" }, { "type": "memberOf", "expression": "3" }, { "type": "memberOf", "expression": "4" }, { "type": "memberOf", "expression": "5" }, { "type": "memberOf", "expression": "6" }, { "type": "memberOf", "expression": "7" }, { "type": "memberOf", "expression": "8" }, { "type": "memberOf", "expression": "9" }, { "type": "memberOf", "expression": "10" }, { "type": "memberOf", "expression": "11" }],
    /// //^^^^^^^^^^^^^^^^^^^^^^ error: the task definition has 11 placement constraints
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512 }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "placementConstraints": [{ "type": "memberOf", "expression": "attribute:ecs.instance-type == t3.small" }],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512 }
    ///   ]
    /// }
    /// ```
    "too-many-placement-constraints" {
        summary: "more than ten placement constraints",
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
    let Some(task) = cx.task.object.filter(|_| cx.task.launch().ec2) else { return };
    let Field::Known { value: list, key, .. } = task.array("placementConstraints") else { return };
    let count = list.node.elements().count();
    if count > limits::PLACEMENT_CONSTRAINTS {
        sink.report(key.range(), format!("the task definition has {count} placement constraints"))
            .note("10 is the most that there can be");
    }
}
