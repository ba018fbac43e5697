//! `inverted-ulimit`: soft limit above the hard limit.

use crate::rule::rule;
use crate::rules::ecs::edits::set;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Field;

rule! {
    /// The soft limit is what a process starts with, the hard limit is how far it may raise it. -1 stands for no limit.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "ulimits": [{ "name": "nofile", "softLimit": 4096, "hardLimit": 1024 }] }
    /// //                                                                                  ^^^^ error: the soft limit 4096 of `nofile` is above the hard limit 1024
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "ulimits": [{ "name": "nofile", "softLimit": 4096, "hardLimit": 4096 }] }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "ulimits": [{ "name": "nofile", "softLimit": 4096, "hardLimit": -1 }, { "name": "core", "softLimit": -1, "hardLimit": -1 }] }
    ///   ]
    /// }
    /// ```
    "inverted-ulimit" {
        summary: "soft limit above the hard limit",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["pf-ecs-ulimit-soft-over-hard"],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    for limit in cx.container.object.objects("ulimits") {
        let Field::Known { value: soft, node: soft_node, .. } = limit.integer("softLimit") else { continue };
        let Field::Known { value: hard, node: hard_node, .. } = limit.integer("hardLimit") else { continue };
        let size = |limit: i64| if limit < 0 { i64::MAX } else { limit };
        if size(soft) <= size(hard) {
            continue;
        }
        let name = limit.string("name").known().cloned().unwrap_or_default();
        sink.report(soft_node.range(), format!("the soft limit {soft} of `{name}` is above the hard limit {hard}"))
            .label(hard_node.range(), "the hard limit")
            .note(format!("ECS answers \"Soft limit exceeds hard limit for ulimit {name}\""))
            .fix(set(hard_node, soft).map(|edits| Fix::r#unsafe(format!("raise the hard limit to {soft}"), edits)));
    }
}
