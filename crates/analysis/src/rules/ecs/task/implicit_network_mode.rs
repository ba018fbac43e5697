//! `implicit-network-mode`: network mode that is left to the default.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::{Place, insert_member};

rule! {
    /// Without `networkMode` the task runs in the mode `bridge`; say so if it is meant.
    ///
    /// ```json,bad
    /// {
    /// ^ note: the task has no `networkMode`, which means `bridge`
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1", "memory": 512 }]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "networkMode": "bridge",
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1", "memory": 512 }]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "networkMode": "bridge",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512 }
    ///   ]
    /// }
    /// ```
    "implicit-network-mode" {
        summary: "network mode that is left to the default",
        category: Category::Reproducibility,
        levels: Levels::ecs(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let launch = cx.task.launch();
    // On Windows the default, NAT, has no name that could be written.
    let is_judged = (launch.ec2 || launch.external) && !launch.fargate && !launch.windows;
    let Some(task) = cx.task.object.filter(|task| is_judged && task.is_complete()) else { return };
    if task.name("networkMode").is_absent() && task.node.get_member("networkMode").is_none() {
        let place = task.node.get_member("requiresCompatibilities").map_or(Place::Last, Place::After);
        let edits = insert_member(task.node, place, "networkMode", "\"bridge\"");
        sink.report(task.anchor(), "the task has no `networkMode`, which means `bridge`")
            .fix(edits.map(|edits| Fix::r#unsafe("insert `bridge`", edits)));
    }
}
