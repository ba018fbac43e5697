//! `invalid-enum-value`: a word that the API does not know at this place.

use super::default_network_mode::is_console_default;
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx, nearest};
use plimsoll_json::{delete_member, quote, replace_value};
use plimsoll_model::ecs::Value;
use plimsoll_model::tables::schema::{Kind, is_required};

rule! {
    /// A value is none of the words that ECS takes there.
    ///
    /// Upper and lower case count. The AWS CLI does not notice; the server refuses the registration, or takes `UDP` as
    /// `tcp`.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "portMappings": [{ "containerPort": 8080, "protocol": "TCP" }] }
    ///   //                                                                                         ^^^^^ error: `TCP` is none of `tcp`, `udp`
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
    ///   "networkMode": "${NETWORK_MODE}",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "portMappings": [{ "containerPort": 53, "protocol": "udp" }] }
    ///   ]
    /// }
    /// ```
    "invalid-enum-value" {
        summary: "word that the API does not know at this place",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
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
        if value.member.name == "networkMode" && is_console_default(&text) {
            continue;
        }
        // ECS takes any word there; `application-protocol` has more to say.
        if value.member.name == "protocol" && !words.iter().any(|word| word.eq_ignore_ascii_case(&text)) {
            continue;
        }
        if !text.is_empty() {
            unknown(*value, words, &text, sink);
        // A required one counts as missing, and the deploy action drops empty strings.
        } else if !is_required(value.structure, value.member) && !cx.workspace.is_repaired(&cx.file.path) {
            empty(*value, sink);
        }
    }
}

fn empty(value: Value<'_>, sink: &mut Sink) {
    let name = value.member.name;
    let fix = value.node.as_member().and_then(delete_member);
    sink.report(value.node.range(), format!("`{name}` is empty"))
        .fix(fix.map(|edits| Fix::safe(format!("delete `{name}`"), edits)));
}

fn unknown(value: Value<'_>, words: &[&'static str], text: &str, sink: &mut Sink) {
    let list: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    let finding = sink.report(value.node.range(), format!("`{text}` is none of {}", list.join(", ")));
    match (value.member.name, text) {
        ("protocol", _) => finding.note("ECS takes an unknown protocol as `tcp`"),
        ("logDriver", "logentries") => finding.note("the log driver `logentries` was removed from Docker and ECS"),
        ("logDriver", "none") => finding.note("ECS has no log driver `none`; leave `logConfiguration` out"),
        _ => finding.note("the AWS CLI sends it, and ECS refuses the registration"),
    };
    let mut folded = words.iter().copied().filter(|word| word.eq_ignore_ascii_case(text));
    let title = |word: &str| format!("write `{word}`");
    let fix = match (folded.next(), folded.next()) {
        (Some(word), None) => replace_value(value.node, &quote(word)).map(|edits| Fix::safe(title(word), edits)),
        _ => nearest(text, words.iter().copied(), 3)
            .and_then(|word| Some(Fix::r#unsafe(title(word), replace_value(value.node, &quote(word))?))),
    };
    finding.fix(fix);
}
