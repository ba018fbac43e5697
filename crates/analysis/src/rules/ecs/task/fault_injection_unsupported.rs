//! `fault-injection-unsupported`: fault injection where it does not work.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::Field;

rule! {
    /// Fault injection works on Linux with the network modes `awsvpc` and `host`.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "networkMode": "bridge",
    ///   "enableFaultInjection": true,
    /// //                        ^^^^ warning: fault injection does not work with `bridge`
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
    ///   "networkMode": "awsvpc",
    ///   "enableFaultInjection": true,
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512 }
    ///   ]
    /// }
    /// ```
    "fault-injection-unsupported" {
        summary: "fault injection where it does not work",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Off, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let Some(task) = cx.task.object else { return };
    let Field::Known { value: true, node, .. } = task.boolean("enableFaultInjection") else { return };
    if cx.task.launch().windows {
        sink.report(node.range(), "fault injection does not work on Windows");
        return;
    }
    if let Some(mode @ ("bridge" | "none")) = task.name("networkMode").known().map(|mode| &**mode) {
        sink.report(node.range(), format!("fault injection does not work with `{mode}`"));
    }
}
