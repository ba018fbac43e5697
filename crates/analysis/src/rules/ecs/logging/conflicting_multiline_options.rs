//! `conflicting-multiline-options`: two ways at once to tell where a log message begins.

use super::log::awslogs;
use crate::rule::rule;
use crate::rules::ecs::edits::delete;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};

rule! {
    /// `awslogs-datetime-format` and `awslogs-multiline-pattern` both say where a log message begins. Only one is used.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "logConfiguration": {
    ///         "logDriver": "awslogs",
    ///         "options": {
    ///           "awslogs-group": "/ecs/web",
    ///           "awslogs-region": "eu-west-1",
    ///           "awslogs-datetime-format": "%Y-%m-%d",
    ///           "awslogs-multiline-pattern": "^ERROR"
    ///         //^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `awslogs-multiline-pattern` and `awslogs-datetime-format` exclude each other
    ///         }
    ///       }
    ///     }
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
    ///       "image": "web:1",
    ///       "logConfiguration": {
    ///         "logDriver": "awslogs",
    ///         "options": { "awslogs-group": "/ecs/web", "awslogs-region": "eu-west-1", "awslogs-multiline-pattern": "^ERROR" }
    ///       }
    ///     }
    ///   ]
    /// }
    /// ```
    "conflicting-multiline-options" {
        summary: "two ways at once to tell where a log message begins",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    const KEYS: [&str; 2] = ["awslogs-datetime-format", "awslogs-multiline-pattern"];
    let Some(options) = awslogs(cx.container).and_then(|log| log.options()) else { return };
    if KEYS.iter().any(|key| options.string(key).is_absent()) {
        return;
    }
    let [Some(format), Some(pattern)] = KEYS.map(|key| options.node.get_member(key)) else { return };
    let finding = sink
        .report(pattern.key.range(), "`awslogs-multiline-pattern` and `awslogs-datetime-format` exclude each other");
    finding.label(format.key.range(), "the other one").note("the driver uses one of them and ignores the other");
    for member in [format, pattern] {
        let title = format!("delete {}", member.key.source().replace('"', "`"));
        finding.fix(delete(member.key).map(|edits| Fix::manual(title, edits)));
    }
}
