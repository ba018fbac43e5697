//! `wrong-value-type`: a value of another JSON type than the field takes.

use super::refusal;
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::{Kind as JsonKind, Node, quote, replace_value};
use plimsoll_model::ecs::Value;
use plimsoll_model::tables::schema::Kind;

rule! {
    /// A value has another JSON type than its field takes.
    ///
    /// The task's `cpu` and `memory` are strings, those of a container are numbers; values of maps are strings, and
    /// commands are lists of words.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "cpu": 256,
    ///   //     ^^^ error: `cpu` is a number, but ECS takes a string
    ///   "memory": "512",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": "512", "command": "npm start" }
    ///   //                                             ^^^^^ error: `memory` is a string, but ECS takes a whole number
    ///   //                                                               ^^^^^^^^^^^ error: `command` is a string, but ECS takes a list
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512, "command": ["npm", "start"] }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "cpu": ${CPU},
    ///   "memory": "512",
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1", "memory": "${MEMORY}" }]
    /// }
    /// ```
    "wrong-value-type" {
        summary: "value of another JSON type than the field takes",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["E3012"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    for value in &cx.task.survey().mistyped {
        let node = value.node;
        let key = node.as_member().and_then(|member| member.key.text());
        // `container-definitions-shape-mismatch` says more about it.
        if cx.carrier.is_some() && key.as_deref() == Some("containerDefinitions") {
            continue;
        }
        let what = match key {
            Some(key) => format!("`{key}`"),
            None => format!("an element of `{}`", value.member.name),
        };
        sink.report(
            node.range(),
            format!("{what} is {}, but ECS takes {}", found(value.kind, node), wanted(value.kind)),
        )
        .note(refusal::mistyped(cx.task, node, value.kind))
        .fix(fix(*value, cx.task.is_template));
    }
}

fn found(kind: &Kind, node: Node<'_>) -> &'static str {
    match node.kind() {
        JsonKind::Object => "an object",
        JsonKind::Array => "a list",
        JsonKind::Number if matches!(kind, Kind::Integer) => "a number with a fraction",
        JsonKind::Number => "a number",
        JsonKind::Bool => "`true` or `false`",
        _ => "a string",
    }
}

fn wanted(kind: &Kind) -> &'static str {
    match kind {
        Kind::String | Kind::Enum(_) => "a string",
        Kind::Integer => "a whole number",
        Kind::Boolean => "`true` or `false`",
        Kind::List(_) => "a list",
        Kind::Structure(_) | Kind::Map(_) => "an object",
    }
}

fn fix(value: Value<'_>, is_template: bool) -> Option<Fix> {
    let node = value.node;
    let name = value.member.name;
    match (value.kind, node.kind()) {
        (Kind::String | Kind::Enum(_), JsonKind::Number | JsonKind::Bool) => {
            Some(Fix::safe("put it in quotes", replace_value(node, &quote(node.source()))?))
        }
        (Kind::Integer, JsonKind::Number) => {
            let whole = node.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < 1e15)?;
            Some(Fix::safe("write a whole number", replace_value(node, &format!("{whole:.0}"))?))
        }
        (Kind::Integer, JsonKind::String) => {
            let text = node.text()?;
            if text.parse::<i64>().is_ok_and(|number| number.to_string() == *text) {
                return Some(Fix::safe("take the quotes away", replace_value(node, &text)?));
            }
            let number = mebibytes(&text).filter(|_| matches!(name, "memory" | "memoryReservation"))?;
            Some(Fix::r#unsafe(format!("write `{number}` MiB"), replace_value(node, &number.to_string())?))
        }
        (Kind::Boolean, JsonKind::String) => {
            let text = node.text().filter(|text| matches!(&**text, "true" | "false"))?;
            Some(Fix::safe("take the quotes away", replace_value(node, &text)?))
        }
        (Kind::List(_), JsonKind::String) if matches!(name, "command" | "entryPoint") => {
            let text = node.text()?;
            let is_known = !is_template || !text.contains('$');
            let words: Vec<String> = words(&text).iter().map(|word| quote(word)).collect();
            let list = format!("[{}]", words.join(", "));
            Some(Fix::r#unsafe("write a list of words", replace_value(node, &list).filter(|_| is_known)?))
        }
        _ => None,
    }
}

/// `512m` or `1g`, as Docker and Kubernetes have it, in MiB.
fn mebibytes(text: &str) -> Option<i64> {
    let digits = text.trim_end_matches(|character: char| !character.is_ascii_digit());
    let number: i64 = digits.parse().ok()?;
    match text[digits.len()..].trim().to_ascii_lowercase().as_str() {
        "m" | "mb" | "mi" | "mib" => Some(number),
        "g" | "gb" | "gi" | "gib" => number.checked_mul(1024),
        _ => None,
    }
}

/// The words of a command line, or a shell that runs it when it needs one.
fn words(text: &str) -> Vec<&str> {
    if text.contains(|character: char| "|&;<>()$`\\\"'*?[]#~={}!\n".contains(character)) {
        return vec!["sh", "-c", text];
    }
    text.split_whitespace().collect()
}
