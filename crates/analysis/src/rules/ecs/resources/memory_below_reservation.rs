//! `memory-below-reservation`: a hard limit below the soft one.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Field;
use plimsoll_text::{Edit, Edits};

rule! {
    /// `memory` is the hard limit, `memoryReservation` the soft one; the hard one cannot be the smaller.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 128, "memoryReservation": 256 }
    ///   //                                             ^^^ error: `memory` 128 is below `memoryReservation` 256
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 256, "memoryReservation": 128 }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 256, "memoryReservation": 256 }
    ///   ]
    /// }
    /// ```
    "memory-below-reservation" {
        summary: "hard memory limit below the soft one",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["pf-ecs-container-memory-reservation"],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let object = cx.container.object;
    let Field::Known { value: hard, node: hard_node, .. } = object.integer("memory") else { return };
    let Field::Known { value: soft, node: soft_node, .. } = object.integer("memoryReservation") else { return };
    if hard >= soft {
        return;
    }
    let swap = Edits::new(vec![
        Edit::replace(hard_node.range(), soft_node.source()),
        Edit::replace(soft_node.range(), hard_node.source()),
    ]);
    sink.report(hard_node.range(), format!("`memory` {hard} is below `memoryReservation` {soft}"))
        .label(soft_node.range(), "the soft limit")
        .note("ECS answers \"'memory' must be greater than or equal to 'memoryReservation'\"")
        .fix(swap.ok().map(|edits| Fix::r#unsafe("swap the two", edits)));
}
