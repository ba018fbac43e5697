//! `port-out-of-range`: port that does not exist.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Field;
use plimsoll_model::tables::limits;

rule! {
    /// Ports are numbers from 1 to 65535; a `hostPort` of 0 asks for any free one.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "portMappings": [{ "containerPort": 80800 }] }
    /// //                                                                         ^^^^^ error: there is no port 80800
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "portMappings": [{ "containerPort": 65535, "hostPort": 0 }] }
    ///   ]
    /// }
    /// ```
    "port-out-of-range" {
        summary: "port that does not exist",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    for mapping in cx.container.object.objects("portMappings") {
        for (key, range) in [("containerPort", limits::CONTAINER_PORT), ("hostPort", limits::HOST_PORT)] {
            let Field::Known { value, node, .. } = mapping.integer(key) else { continue };
            if !range.contains(&value) {
                sink.report(node.range(), format!("there is no port {value}")).note(format!(
                    "`{key}` is between {} and {}",
                    range.start(),
                    range.end()
                ));
            }
        }
    }
}
