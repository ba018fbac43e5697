//! `invalid-port-name`: name of a port with characters that it cannot have.

use crate::rule::rule;
use crate::rules::ecs::edits::set;
use crate::rules::ecs::names;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_json::quote;
use plimsoll_model::ecs::Field;
use plimsoll_model::tables::limits;

rule! {
    /// The name of a port mapping has up to 64 small letters, digits, `_` and `-`, and does not start with `-`.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "networkMode": "awsvpc",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "portMappings": [{ "name": "Web.Http", "containerPort": 8080 }] }
    /// //                                                                ^^^^^^^^^^ error: a port cannot be called `Web.Http`
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "networkMode": "awsvpc",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "portMappings": [{ "name": "web-http", "containerPort": 8080 }] }
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
    ///     { "name": "web", "image": "web:1", "portMappings": [{ "name": "web_8080-tcp", "containerPort": 8080 }, { "name": "#{NAME}#", "containerPort": 8081 }] }
    ///   ]
    /// }
    /// ```
    "invalid-port-name" {
        summary: "name of a port with characters that it cannot have",
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
    for mapping in cx.container.object.objects("portMappings") {
        let Field::Known { value: name, node, .. } = mapping.name("name") else { continue };
        let is_usual = name.len() <= limits::PORT_NAME && !name.starts_with('-') && name.chars().all(is_usual);
        if is_usual || names::may_be_replaced(&name) {
            continue;
        }
        let mended = mended(&name);
        let fix = set(node, quote(&mended)).filter(|_| !mended.is_empty());
        sink.report(node.range(), format!("a port cannot be called `{name}`"))
            .note("its name has up to 64 small letters, digits, `_` and `-`, and does not start with `-`")
            .fix(fix.map(|edits| Fix::r#unsafe(format!("call it `{mended}`"), edits)));
    }
}

fn mended(name: &str) -> String {
    let lower = name.to_lowercase();
    let name: String = lower.chars().map(|it| if is_usual(it) { it } else { '-' }).collect();
    name.trim_start_matches('-').chars().take(limits::PORT_NAME).collect()
}

fn is_usual(character: char) -> bool {
    character.is_ascii_lowercase() || character.is_ascii_digit() || matches!(character, '_' | '-')
}
