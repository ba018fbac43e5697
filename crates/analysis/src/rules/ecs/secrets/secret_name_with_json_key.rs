//! `secret-name-with-json-key`: the name of a secret, where only its ARN can select a JSON key.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::container_secrets;

rule! {
    /// Only the full ARN of a secret can select a JSON key.
    ///
    /// A `valueFrom` that is no ARN is the name of a parameter: ECS asks the Parameter Store for one of this name, colons
    /// and all, and the task cannot start.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "executionRoleArn": "arn:aws:iam::123456789012:role/webExecution",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "secrets": [{ "name": "DB", "valueFrom": "db:password::" }] }
    ///     //                                                                          ^^^^^^^^^^^^^^^ error: `db:password::` is no ARN, so it is taken for the name of a parameter
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
    ///         { "name": "A", "valueFrom": "db:3" },
    ///         { "name": "B", "valueFrom": "/web/db:stable" },
    ///         { "name": "C", "valueFrom": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf:password::" }
    ///       ]
    ///     }
    ///   ]
    /// }
    /// ```
    "secret-name-with-json-key" {
        summary: "bare name of a secret with a JSON key",
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
    for secret in container_secrets(cx.container.object) {
        let is_name = !secret.text.starts_with("arn:") && !secret.text.contains(char::is_whitespace);
        if is_name && secret.text.matches(':').count() >= 2 {
            let message = format!("`{}` is no ARN, so it is taken for the name of a parameter", secret.text);
            sink.report(secret.node.range(), message)
                .note("only the full ARN of a secret can select a JSON key")
                .note("the task stops with \"unable to pull secrets or registry auth\"");
        }
    }
}
