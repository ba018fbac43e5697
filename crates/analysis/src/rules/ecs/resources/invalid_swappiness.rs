//! `invalid-swappiness`: swap settings that cannot be had.

use crate::rule::rule;
use crate::rules::ecs::edits::set;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Field;
use plimsoll_model::tables::limits;

rule! {
    /// `swappiness` is between 0 and 100, and `maxSwap` is not negative.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512, "linuxParameters": { "maxSwap": 1024, "swappiness": 160 } }
    /// //                                                                                                        ^^^ error: `swappiness` 160 is not between 0 and 100
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512, "linuxParameters": { "maxSwap": 1024, "swappiness": 100 } }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512, "linuxParameters": { "maxSwap": 0, "swappiness": 60 } }
    ///   ]
    /// }
    /// ```
    "invalid-swappiness" {
        summary: "swap settings that cannot be had",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let launch = cx.task.launch();
    // Fargate has no swap at all; that is another rule's to say.
    if !launch.ec2 || launch.fargate {
        return;
    }
    let Some(linux) = cx.container.object.object("linuxParameters").known().copied() else { return };
    let range = limits::SWAPPINESS;
    if let Field::Known { value, node, .. } = linux.integer("swappiness")
        && !range.contains(&value)
    {
        let clamped = value.clamp(*range.start(), *range.end());
        sink.report(node.range(), format!("`swappiness` {value} is not between {} and {}", range.start(), range.end()))
            .fix(set(node, clamped).map(|edits| Fix::r#unsafe(format!("write {clamped}"), edits)));
    }
    if let Field::Known { value, node, .. } = linux.integer("maxSwap")
        && value < 0
    {
        sink.report(node.range(), format!("`maxSwap` {value} is negative"))
            .fix(set(node, 0).map(|edits| Fix::r#unsafe("write 0, which means no swap", edits)));
    }
}
