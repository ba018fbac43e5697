//! `invalid-restart-policy`: restart policy that ECS does not take.

use crate::rule::rule;
use crate::rules::ecs::edits::set;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Field;
use plimsoll_model::tables::limits;

rule! {
    /// `restartAttemptPeriod` is between 60 and 1800 seconds, and at most 50 exit codes are ignored.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "restartPolicy": { "enabled": true, "restartAttemptPeriod": 30 } }
    /// //                                                                                                 ^^ error: `restartAttemptPeriod` 30 is not between 60 and 1800
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "restartPolicy": { "enabled": true, "restartAttemptPeriod": 60 } }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "restartPolicy": { "enabled": true, "restartAttemptPeriod": 60, "ignoredExitCodes": [0] } }
    ///   ]
    /// }
    /// ```
    "invalid-restart-policy" {
        summary: "restart policy that ECS does not take",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["pf-ecs-restart-policy-attempt-period-range"],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Some(policy) = cx.container.object.object("restartPolicy").known().copied() else { return };
    let range = limits::RESTART_ATTEMPT_PERIOD;
    if let Field::Known { value, node, .. } = policy.integer("restartAttemptPeriod")
        && !range.contains(&value)
    {
        let clamped = value.clamp(*range.start(), *range.end());
        let message = format!("`restartAttemptPeriod` {value} is not between {} and {}", range.start(), range.end());
        sink.report(node.range(), message)
            .note("ECS answers \"must be between 60 and 1800\"")
            .fix(set(node, clamped).map(|edits| Fix::r#unsafe(format!("write {clamped}"), edits)));
    }
    if let Field::Known { value: codes, key, .. } = policy.array("ignoredExitCodes") {
        let count = codes.node.elements().count();
        if count > limits::IGNORED_EXIT_CODES {
            sink.report(key.range(), format!("the restart policy ignores {count} exit codes"))
                .note(format!("{} is the most that there can be", limits::IGNORED_EXIT_CODES));
        }
    }
}
