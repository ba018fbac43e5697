//! `hardcoded-credential`: a token or key in a task definition, by its form.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::tables::secrets::{is_aws_credential_name, mask, secret_values};
use plimsoll_text::range;

rule! {
    /// A token or key of a known form stands in the task definition.
    ///
    /// It is in the repository, and everyone who can describe the task definition can read it. Revoke it first, then
    /// move it to Secrets Manager or the Parameter Store and name it under `secrets`.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "command": ["serve", "--token=ghp_0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX"]
    ///     //                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: a GitHub token (`ghp_…`) stands in the file
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "command": ["serve", "--key=AKIAIOSFODNN7EXAMPLE"] }
    ///   ]
    /// }
    /// ```
    "hardcoded-credential" {
        summary: "token or key in the task definition",
        category: Category::Security,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["ecs_task_definitions_no_environment_secrets"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    for secret in secret_values(cx.source().as_bytes()) {
        let place = range(secret.range.start, secret.range.end);
        if is_aws_credential(cx, place) {
            continue;
        }
        let article = if secret.kind.starts_with(['A', 'E', 'I', 'O', 'U', 'a', 'e', 'i', 'o']) { "an" } else { "a" };
        sink.report(place, format!("{article} {} (`{}`) stands in the file", secret.kind, mask(cx.text(place))))
            .note("everyone who can read the repository or describe the task definition has it: revoke it")
            .secret(place);
    }
}

/// Whether it is the value of one of the variables that another rule reports already.
fn is_aws_credential(cx: &TaskCx<'_>, place: plimsoll_text::TextRange) -> bool {
    let Some(entry) = cx.document.at_offset(place.start()).and_then(plimsoll_json::Node::parent) else { return false };
    entry.get("name").and_then(plimsoll_json::Node::text).is_some_and(|name| is_aws_credential_name(&name))
}
