//! `links-outside-bridge`: links without the network that they need.

use crate::rule::rule;
use crate::rules::ecs::edits::delete;
use crate::rules::ecs::matters::matters;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::{Field, NetworkMode};

rule! {
    /// Docker links exist in the network mode `bridge` only.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "networkMode": "host",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512, "links": ["log"] },
    /// //                                                    ^^^^^^^ error: container `web` has links, but `networkMode` is `host`
    ///     { "name": "log", "image": "log:1", "memory": 512 }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "networkMode": "host",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512 },
    ///     { "name": "log", "image": "log:1", "memory": 512 }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "networkMode": "bridge",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512, "links": ["log:logger"] },
    ///     { "name": "log", "image": "log:1", "memory": 512, "links": [] }
    ///   ]
    /// }
    /// ```
    "links-outside-bridge" {
        summary: "links without the network that they need",
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
    let mode = match cx.task.network_mode() {
        NetworkMode::Host => "host",
        NetworkMode::None => "none",
        NetworkMode::Awsvpc | NetworkMode::Bridge | NetworkMode::Unknown => return,
    };
    if let Field::Known { node, key, .. } = cx.container.object.array("links")
        && matters(node)
        && !cx.task.launch().fargate
    {
        sink.report(key.range(), format!("{} has links, but `networkMode` is `{mode}`", cx.container.called()))
            .fix(delete(node).map(|edits| Fix::r#unsafe("delete `links`", edits)));
    }
}
