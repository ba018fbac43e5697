//! `malformed-secret-arn`: a reference to a secret that ECS cannot resolve.

use crate::rule::rule;
use crate::rules::ecs::inserts::replace_text;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Arn;
use plimsoll_model::ecs::container_secrets;

rule! {
    /// The ARN of a secret or a parameter has another form than ECS can read.
    ///
    /// A secret is `arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME`. To take one key out of it, all of
    /// `:json-key:version-stage:version-id` must follow, although each may be empty, and stage and id exclude each other.
    /// A parameter is `arn:aws:ssm:REGION:ACCOUNT:parameter/NAME`. The task definition registers all the same; the task then
    /// cannot start.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "executionRoleArn": "arn:aws:iam::123456789012:role/webExecution",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "secrets": [
    ///         { "name": "DB", "valueFrom": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf:password" },
    ///         //                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: a JSON key needs two more colons behind it
    ///         { "name": "API", "valueFrom": "arn:aws:ssm:eu-west-1:123456789012:parameter//web/api" }
    ///         //                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: the name of the parameter begins with two slashes
    ///       ]
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "executionRoleArn": "arn:aws:iam::123456789012:role/webExecution",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "secrets": [
    ///         { "name": "DB", "valueFrom": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf:password::" },
    ///         { "name": "API", "valueFrom": "arn:aws:ssm:eu-west-1:123456789012:parameter/web/api" }
    ///       ]
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "executionRoleArn": "arn:aws:iam::123456789012:role/webExecution",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "secrets": [
    ///         { "name": "A", "valueFrom": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf" },
    ///         { "name": "B", "valueFrom": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf:password::" },
    ///         { "name": "C", "valueFrom": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf::AWSPREVIOUS:" },
    ///         { "name": "D", "valueFrom": "arn:aws:ssm:eu-west-1:123456789012:parameter/web/api" },
    ///         { "name": "E", "valueFrom": "/web/api:3" }
    ///       ]
    ///     }
    ///   ]
    /// }
    /// ```
    "malformed-secret-arn" {
        summary: "reference to a secret that ECS cannot resolve",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

/// What is wrong, and what is right instead.
struct Problem {
    message: String,
    mended: Option<Mended>,
}

/// The text that was meant, and whether it can be nothing else.
struct Mended {
    text: String,
    is_safe: bool,
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    for secret in container_secrets(cx.container.object) {
        // What begins otherwise is the name of a parameter.
        let Some(arn) = Arn::parse(&secret.text) else {
            if secret.text.starts_with("arn:") {
                sink.report(secret.node.range(), "the ARN of a secret has fewer than six parts").note(EFFECT);
            }
            continue;
        };
        let Some(problem) = problem(&arn, &secret.text) else { continue };
        let fix = problem.mended.and_then(|mended| {
            let edits = replace_text(secret.node, &mended.text)?;
            let title = "write it as ECS reads it";
            Some(if mended.is_safe { Fix::safe(title, edits) } else { Fix::r#unsafe(title, edits) })
        });
        sink.report(secret.node.range(), problem.message).note(EFFECT).fix(fix);
    }
}

const EFFECT: &str = "the task stops with \"unable to pull secrets or registry auth\"";

fn problem(arn: &Arn<'_>, text: &str) -> Option<Problem> {
    let safe = |text: String| Some(Mended { text, is_safe: true });
    let say = |message: &str, mended| Some(Problem { message: message.to_owned(), mended });
    match arn.service {
        "secretsmanager" => {
            let fields: Vec<&str> = arn.resource.split(':').collect();
            if fields[0] != "secret" {
                return say("the ARN names no secret: `secret:` does not follow the account", None);
            }
            match fields[..] {
                [_] | [_, ""] => say("the ARN does not say which secret", None),
                [_, _] => None,
                [_, _, _] => say("a JSON key needs two more colons behind it", safe(format!("{text}::"))),
                [_, _, _, _] => say("a version stage needs one more colon behind it", safe(format!("{text}:"))),
                [_, _, _, stage, id] if !stage.is_empty() && !id.is_empty() => {
                    say("a version stage and a version id exclude each other", None)
                }
                [_, _, _, _, _] => None,
                _ => say("the ARN of a secret has more parts than ECS reads", None),
            }
        }
        "ssm" => parameter(arn.resource, text),
        "" => None,
        other => Some(Problem {
            message: format!("`{other}` holds no secrets: only Secrets Manager and the Parameter Store do"),
            mended: None,
        }),
    }
}

fn parameter(resource: &str, text: &str) -> Option<Problem> {
    let start = &text[..text.len() - resource.len()];
    if let Some(name) = resource.strip_prefix("parameter//") {
        let mended = Mended { text: format!("{start}parameter/{}", name.trim_start_matches('/')), is_safe: true };
        return Some(Problem {
            message: "the name of the parameter begins with two slashes".to_owned(),
            mended: Some(mended),
        });
    }
    if resource.strip_prefix("parameter/").is_some_and(|name| !name.is_empty()) {
        return None;
    }
    let name = resource.strip_prefix("parameter:").map(|name| name.trim_start_matches('/'));
    let mended = name
        .filter(|name| !name.is_empty())
        .map(|name| Mended { text: format!("{start}parameter/{name}"), is_safe: false });
    Some(Problem { message: "the ARN names no parameter: `parameter/` does not follow the account".to_owned(), mended })
}
