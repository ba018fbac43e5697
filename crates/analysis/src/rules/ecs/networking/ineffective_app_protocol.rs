//! `ineffective-app-protocol`: `appProtocol` that nothing reads.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_json::{Place, insert_member};
use plimsoll_model::ecs::Field;

rule! {
    /// Only Service Connect reads `appProtocol`, and it finds ports by their name; over UDP it speaks none of these
    /// protocols.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "networkMode": "awsvpc",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "portMappings": [{ "containerPort": 8080, "appProtocol": "http" }] }
    /// //                                                                               ^^^^^^^^^^^^^ warning: `appProtocol` has no effect without the `name` of the port
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "networkMode": "awsvpc",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "portMappings": [{ "name": "http", "containerPort": 8080, "appProtocol": "http" }] }
    ///   ]
    /// }
    /// ```
    "ineffective-app-protocol" {
        summary: "`appProtocol` that nothing reads",
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
    for mapping in cx.container.object.objects("portMappings") {
        let Field::Known { key, .. } = mapping.name("appProtocol") else { continue };
        if mapping.name("protocol").known().is_some_and(|protocol| protocol == "udp") {
            sink.report(key.range(), "`appProtocol` has no effect with `protocol: udp`");
        } else if mapping.is_complete() && mapping.name("name").is_absent() {
            let edits = insert_member(mapping.node, Place::First, "name", "\"\"");
            let edits = edits.filter(|_| mapping.node.get_member("name").is_none());
            sink.report(key.range(), "`appProtocol` has no effect without the `name` of the port")
                .note("only Service Connect reads it, and it finds ports by their name")
                .fix(edits.map(|edits| Fix::manual("add `name`", edits)));
        }
    }
}
