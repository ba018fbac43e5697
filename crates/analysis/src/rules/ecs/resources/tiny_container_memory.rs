//! `tiny-container-memory`: less memory than Docker gives to a container.

use crate::rule::rule;
use crate::rules::ecs::edits::set;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Field;
use plimsoll_model::tables::limits;

rule! {
    /// Docker starts no container with less than 6 MiB.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 4 }
    /// //                                               ^ warning: `memory` of 4 MiB is less than Docker starts a container with
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 6 }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 6 },
    ///     { "name": "log", "image": "log:1", "memory": 128, "memoryReservation": 0 }
    ///   ]
    /// }
    /// ```
    "tiny-container-memory" {
        summary: "less memory than Docker gives to a container",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Error, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let least = limits::CONTAINER_MEMORY_LEAST_MIB;
    for key in ["memory", "memoryReservation"] {
        let Field::Known { value, node, .. } = cx.container.object.integer(key) else { continue };
        if value > 0 && value < least {
            sink.report(node.range(), format!("`{key}` of {value} MiB is less than Docker starts a container with"))
                .note(format!("it needs {least} MiB"))
                .fix(set(node, least).map(|edits| Fix::r#unsafe(format!("raise it to {least}"), edits)));
        }
    }
}
