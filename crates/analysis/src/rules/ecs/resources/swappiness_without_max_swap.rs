//! `swappiness-without-max-swap`: `swappiness` that has no effect.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Field;

rule! {
    /// `swappiness` counts only beside `maxSwap`.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512, "linuxParameters": { "swappiness": 10 } }
    /// //                                                                         ^^^^^^^^^^^^ note: `swappiness` without `maxSwap` has no effect
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512, "linuxParameters": { "maxSwap": 1024, "swappiness": 10 } }
    ///   ]
    /// }
    /// ```
    "swappiness-without-max-swap" {
        summary: "`swappiness` that has no effect",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Note, Level::Warning, Level::Note),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let launch = cx.task.launch();
    if !launch.ec2 || launch.fargate {
        return;
    }
    let Some(linux) = cx.container.object.object("linuxParameters").known().copied() else { return };
    if let Field::Known { key, .. } = linux.integer("swappiness")
        && linux.is_complete()
        && linux.integer("maxSwap").is_absent()
    {
        sink.report(key.range(), "`swappiness` without `maxSwap` has no effect")
            .note("instances with Amazon Linux 2023 do not support it at all");
    }
}
