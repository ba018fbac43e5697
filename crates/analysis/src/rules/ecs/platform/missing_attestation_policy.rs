//! `missing-attestation-policy`: confidential task without a policy for its attestation.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};

rule! {
    /// A confidential sandbox needs an `attestationPolicy`: it says what the task must prove before it gets its
    /// secrets.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["MANAGED_INSTANCES"],
    ///   "trustedExecutionConfiguration": { "isolationMode": "CONFIDENTIAL_SANDBOX" },
    /// //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: `CONFIDENTIAL_SANDBOX` needs an `attestationPolicy`
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
    ///   "trustedExecutionConfiguration": { "isolationMode": "ISOLATED_SANDBOX" },
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512 }
    ///   ]
    /// }
    /// ```
    "missing-attestation-policy" {
        summary: "confidential task without a policy for its attestation",
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
    let Some(task) = cx.task.object.filter(|_| cx.task.launch().managed_instances) else { return };
    let Some(trusted) = task.object("trustedExecutionConfiguration").known().copied() else { return };
    let is_confidential = trusted.string("isolationMode").known().is_some_and(|mode| mode == "CONFIDENTIAL_SANDBOX");
    if is_confidential && trusted.is_complete() && trusted.node.get_member("attestationPolicy").is_none() {
        sink.report(trusted.anchor(), "`CONFIDENTIAL_SANDBOX` needs an `attestationPolicy`");
    }
}
