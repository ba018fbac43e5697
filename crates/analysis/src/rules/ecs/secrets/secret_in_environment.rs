//! `secret-in-environment`: a secret as a plain environment variable of a container.

use super::environment::{is_dummy, move_to_secrets, variables};
use crate::rule::rule;
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::tables::secrets::{
    is_aws_credential_name, is_plain_value, secret_setting_name, secret_value, url_credentials,
};

rule! {
    /// A secret as a plain environment variable of a container.
    ///
    /// Everyone who can describe the task definition can read it, and it stays in every revision. Put it into Secrets
    /// Manager or the Parameter Store, and name it under `secrets`.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "environment": [
    ///         { "name": "DB_PASSWORD", "value": "correct-horse" },
    ///       //                                  ^^^^^^^^^^^^^^^ warning: `DB_PASSWORD` of container `web` looks like a secret
    ///         { "name": "DATABASE", "value": "postgres://app:correct-horse@db.internal/app" }
    ///       //                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `DATABASE` of container `web` holds a URL with a password
    ///       ]
    ///     }
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
    ///       "environment": [
    ///         { "name": "TOKEN_URL", "value": "https://auth.example.com/token" },
    ///         { "name": "DB_PASSWORD", "value": "${DB_PASSWORD}" },
    ///         { "name": "SECRET_ARN", "value": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:x" },
    ///         { "name": "USE_TOKEN", "value": "true" }
    ///       ]
    ///     }
    ///   ]
    /// }
    /// ```
    "secret-in-environment" {
        summary: "secret as a plain environment variable of a container",
        category: Category::Security,
        levels: Levels::ecs(Level::Warning, Level::Error, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &["AWS-0036", "AVD-AWS-0036", "ecs_task_definitions_no_environment_secrets", "AC_AWS_0095"],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    for variable in variables(cx.container) {
        let (name, value) = (variable.name, variable.value);
        let what = if url_credentials(value).is_some() {
            "holds a URL with a password"
        } else if secret_setting_name(name).is_some() && !is_plain_value(value) && value.chars().count() >= 4 {
            "looks like a secret"
        } else {
            continue;
        };
        // On one value only the most exact rule speaks.
        if is_aws_credential_name(name) || secret_value(value.as_bytes()).is_some() || is_dummy(value) {
            continue;
        }
        sink.report(variable.value_node.range(), format!("`{name}` of {} {what}", cx.container.called()))
            .note("everyone who can describe the task definition can read it; name it under `secrets` instead")
            .secret(variable.value_node.range())
            .fix(move_to_secrets(cx.container, &variable));
    }
}
