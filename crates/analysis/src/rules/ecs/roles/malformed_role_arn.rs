//! `malformed-role-arn`: a role by something that names no role.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::Node;
use plimsoll_model::ecs::Field;

rule! {
    /// A role field holds neither the ARN nor the name of a role.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "taskRoleArn": "arn:aws:iam::123456789012:user/web",
    ///   //             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: `taskRoleArn` names a user, not a role
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1", "memory": 128 }]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "taskRoleArn": "arn:aws:iam::${ACCOUNT_ID}:role/team/web",
    ///   "executionRoleArn": "ecsTaskExecutionRole",
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1", "memory": 128 }]
    /// }
    /// ```
    "malformed-role-arn" {
        summary: "a role by something that names no role",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["E3511"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let Some(object) = cx.task.object else { return };
    for key in ["taskRoleArn", "executionRoleArn"] {
        let problem = match object.name(key) {
            Field::Known { value, node, .. } => problem(&value).map(|problem| (node, problem)),
            Field::Partial { node, .. } => problem(&filled(node)).map(|problem| (node, problem)),
            Field::Absent { .. } | Field::Unknown { .. } => None,
        };
        if let Some((node, problem)) = problem {
            sink.report(node.range(), format!("`{key}` {problem}")).note("ECS answers \"Role is not valid\"");
        }
    }
}

/// What is wrong with a role's ARN or name. Letters and their number: IAM's rules for roles, November 2026.
fn problem(role: &str) -> Option<&'static str> {
    let is_name = |text: &str, extra: &str| {
        text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || extra.as_bytes().contains(&byte))
    };
    let Some(arn) = role.strip_prefix("arn:") else {
        let ok = (1..=64).contains(&role.len()) && is_name(role, "+=,.@-");
        return (!ok).then_some("is neither the ARN nor the name of a role");
    };
    let mut fields = arn.splitn(5, ':');
    let (Some(partition), Some(service), Some(region), Some(account), Some(resource)) =
        (fields.next(), fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return Some("is no ARN: it has fewer than six parts");
    };
    let is_filled = |text: &str| text.contains(FILLER);
    if !(partition.starts_with("aws") || is_filled(partition)) {
        return Some("has a partition that AWS does not have");
    }
    if service != "iam" && !is_filled(service) {
        return Some("is no ARN of IAM");
    }
    if !region.is_empty() && !is_filled(region) {
        return Some("has a region, and roles have none");
    }
    // Letters there are a word to fill in: `ACCOUNT`.
    let is_word = account.bytes().any(|byte| !byte.is_ascii_digit());
    if !is_filled(account) && !is_word && account.len() != 12 {
        return Some("has no account number of 12 digits");
    }
    let Some((kind, name)) = resource.split_once('/') else {
        return (!is_filled(resource)).then_some("names no role");
    };
    match kind {
        _ if is_filled(kind) => None,
        "user" => Some("names a user, not a role"),
        "policy" => Some("names a policy, not a role"),
        "instance-profile" => Some("names an instance profile, not a role"),
        "role" if name.starts_with("aws-service-role/") => Some("names a role that only an AWS service can take"),
        "role" if is_filled(name) => None,
        "role" if name.is_empty() || name.len() > 512 || !is_name(name, "+=,.@/-") => Some("names no role"),
        "role" => None,
        _ => Some("names no role"),
    }
}

/// Stands for a placeholder; it is in no ARN.
const FILLER: char = '\u{1}';

/// The text with [`FILLER`] for each placeholder. A placeholder at the start may be a whole prefix.
fn filled(node: Node<'_>) -> String {
    let text = node.document().text();
    let parts = node.parts();
    if parts.first().is_none_or(|part| part.placeholder.is_some()) {
        return "arn:aws:iam::000000000000:role/unknown".to_owned();
    }
    let mut filled = String::new();
    for part in &parts {
        match part.placeholder {
            Some(_) => filled.push(FILLER),
            None => filled.push_str(plimsoll_text::slice(text, part.range)),
        }
    }
    if filled.starts_with("arn:") { filled } else { filled.replace(FILLER, "x") }
}
