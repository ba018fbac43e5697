//! `secret-arn-without-suffix`: the ARN of a secret without the six characters at its end.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Arn;
use plimsoll_model::ecs::container_secrets;

rule! {
    /// The full ARN of a secret ends with a hyphen and six characters that Secrets Manager has added.
    ///
    /// Without them ECS looks for a secret of that name. This usually works, but not across accounts, and not for names that
    /// end in such characters themselves.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "executionRoleArn": "arn:aws:iam::123456789012:role/webExecution",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "secrets": [{ "name": "DB", "valueFrom": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db" }]
    ///       //                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: the ARN of the secret `prod/db` is not complete
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
    ///         { "name": "A", "valueFrom": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCd12" },
    ///         { "name": "B", "valueFrom": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCd12:password::" },
    ///         { "name": "C", "valueFrom": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:${NAME}" }
    ///       ]
    ///     }
    ///   ]
    /// }
    /// ```
    "secret-arn-without-suffix" {
        summary: "ARN of a secret without the six characters at its end",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Note, Level::Warning, Level::Note),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    for secret in container_secrets(cx.container.object) {
        let Some(arn) = Arn::parse(&secret.text).filter(|arn| arn.service == "secretsmanager") else { continue };
        let name = arn.resource.strip_prefix("secret:").and_then(|rest| rest.split(':').next());
        let Some(name) = name.filter(|name| !name.is_empty() && !has_suffix(name)) else { continue };
        sink.report(secret.node.range(), format!("the ARN of the secret `{name}` is not complete"))
            .note("the full ARN ends with a hyphen and six characters that Secrets Manager has added");
    }
}

/// Whether the name ends with the six characters, or with marks that people write for them.
fn has_suffix(name: &str) -> bool {
    let is_mark = |end: &str| end.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'?' | b'*'));
    name.rsplit_once('-').is_some_and(|(start, end)| !start.is_empty() && end.len() == 6 && is_mark(end))
}
