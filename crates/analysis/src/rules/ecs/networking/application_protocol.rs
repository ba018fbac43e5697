//! `application-protocol`: a protocol such as HTTP where a transport protocol belongs.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::{quote, replace_value};
use plimsoll_model::tables::schema::Kind;

rule! {
    /// A port mapping names `http` or another word as its `protocol`, which is `tcp` or `udp`.
    ///
    /// ECS accepts any word and takes it as `tcp`. What the application speaks goes into `appProtocol`, which only
    /// Service Connect reads.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "portMappings": [{ "containerPort": 8080, "protocol": "http" }] }
    ///   //                                                                                         ^^^^^^ note: ECS takes the protocol `http` as `tcp`
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "portMappings": [{ "containerPort": 8080, "protocol": "tcp" }] }
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
    ///       "portMappings": [{ "name": "web", "containerPort": 8080, "protocol": "tcp", "appProtocol": "http" }]
    ///     }
    ///   ]
    /// }
    /// ```
    "application-protocol" {
        summary: "protocol such as HTTP where a transport protocol belongs",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Note, Level::Warning, Level::Note),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["E3030"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    for value in &cx.task.survey().strange_words {
        let (Kind::Enum(words), Some(text)) = (value.kind, value.node.text()) else { continue };
        // In capitals it may be meant as UDP: `invalid-enum-value` speaks of that.
        let is_known = words.iter().any(|word| word.eq_ignore_ascii_case(&text));
        if value.member.name != "protocol" || text.is_empty() || is_known {
            continue;
        }
        // It keeps its meaning: "Amazon ECS treats any other specified value as tcp" (API reference, PortMapping,
        // 2026-11).
        let fix = replace_value(value.node, &quote("tcp")).map(|edits| Fix::safe("write `tcp`", edits));
        sink.report(value.node.range(), format!("ECS takes the protocol `{text}` as `tcp`")).fix(fix);
    }
}
