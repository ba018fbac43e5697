//! `environment-secret-conflict`: one variable set twice, by a secret and by something else.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_json::delete_element;
use plimsoll_model::ecs::{Field, Object};
use plimsoll_text::TextRange;
use std::collections::HashMap;

rule! {
    /// A variable is set by a secret and also in `environment`, or by two secrets.
    ///
    /// ECS refuses such a task definition.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "executionRoleArn": "arn:aws:iam::123456789012:role/webExecution",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "environment": [
    ///         { "name": "DB", "value": "x" },
    ///         { "name": "STAGE", "value": "prod" }
    ///       ],
    ///       "secrets": [
    ///         { "name": "DB", "valueFrom": "arn:aws:ssm:eu-west-1:123456789012:parameter/db" }
    ///         //        ^^^^ error: container `web` sets `DB` in `environment` and in `secrets`
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
    ///       "environment": [
    ///         { "name": "STAGE", "value": "prod" }
    ///       ],
    ///       "secrets": [
    ///         { "name": "DB", "valueFrom": "arn:aws:ssm:eu-west-1:123456789012:parameter/db" }
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
    ///       "environment": [{ "name": "DB_HOST", "value": "db.internal" }],
    ///       "secrets": [{ "name": "DB", "valueFrom": "arn:aws:ssm:eu-west-1:123456789012:parameter/db" }]
    ///     }
    ///   ]
    /// }
    /// ```
    "environment-secret-conflict" {
        summary: "variable that is set by a secret and by something else",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

const ANSWER: &str =
    "ECS answers \"The secret name must be unique and not shared with any new or existing environment variables\"";

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let object = cx.container.object;
    let secrets: Vec<Object<'_>> = object.objects("secrets").collect();
    if secrets.is_empty() {
        return;
    }
    let variables = cx.container.variables().iter();
    let plain: HashMap<&str, Object<'_>> =
        variables.filter_map(|variable| Some((&**variable.name.known()?, variable.entry))).collect();
    let mut seen: Vec<(String, TextRange)> = Vec::new();
    for secret in secrets {
        let Field::Known { value: name, node, .. } = secret.name("name") else { continue };
        let called = cx.container.called();
        if let Some((_, first)) = seen.iter().find(|(other, _)| *other == *name) {
            sink.report(node.range(), format!("{called} has two secrets for `{name}`"))
                .label(*first, "the first one")
                .note(ANSWER);
            continue;
        }
        seen.push((name.clone().into_owned(), node.range()));
        if let Some(entry) = plain.get(&*name) {
            let edits = delete_element(entry.node);
            let title = format!("delete `{name}` from `environment`");
            sink.report(node.range(), format!("{called} sets `{name}` in `environment` and in `secrets`"))
                .label(entry.node.range(), "also set here")
                .note(ANSWER)
                .fix(edits.map(|edits| Fix::r#unsafe(title, edits)));
        }
    }
}
