//! `trusted-execution-without-managed-instances`: trusted execution outside of managed instances.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::Field;

rule! {
    /// `trustedExecutionConfiguration` exists on managed instances only.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "trustedExecutionConfiguration": { "isolationMode": "SHARED" },
    /// //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: `trustedExecutionConfiguration` needs `MANAGED_INSTANCES`
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512 }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["MANAGED_INSTANCES"],
    ///   "trustedExecutionConfiguration": { "isolationMode": "SHARED" },
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512 }
    ///   ]
    /// }
    /// ```
    "trusted-execution-without-managed-instances" {
        summary: "trusted execution outside of managed instances",
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
    let Some(task) = cx.task.object.filter(|_| launch.is_stated() && !launch.managed_instances) else { return };
    if let Field::Known { key, .. } = task.object("trustedExecutionConfiguration") {
        let finding = sink.report(key.range(), "`trustedExecutionConfiguration` needs `MANAGED_INSTANCES`");
        if let Some(list) = task.array("requiresCompatibilities").node() {
            finding.label(list.range(), "the launch types that the task asks for");
        }
    }
}
