//! `aws-credentials-in-environment`: long-lived AWS keys instead of a role.

use super::environment::{is_test_value, move_to_secrets, variables};
use crate::rule::rule;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_json::delete_element;
use plimsoll_model::tables::secrets::is_aws_credential_name;

rule! {
    /// AWS keys in plain environment variables.
    ///
    /// Everyone who can describe the task definition can use them, and they never expire. Give the task a
    /// `taskRoleArn`: the SDK finds its temporary credentials by itself.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "taskRoleArn": "arn:aws:iam::123456789012:role/web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "environment": [
    ///         { "name": "AWS_SECRET_ACCESS_KEY", "value": "correct-horse-battery" },
    ///       //          ^^^^^^^^^^^^^^^^^^^^^^^ error: container `web` has AWS credentials in a plain environment variable
    ///         { "name": "STAGE", "value": "prod" }
    ///       ]
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "taskRoleArn": "arn:aws:iam::123456789012:role/web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "environment": [
    ///         { "name": "STAGE", "value": "prod" }
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
    ///         { "name": "AWS_ACCESS_KEY_ID", "value": "test" },
    ///         { "name": "AWS_SECRET_ACCESS_KEY", "value": "${SECRET}" }
    ///       ]
    ///     }
    ///   ]
    /// }
    /// ```
    "aws-credentials-in-environment" {
        summary: "AWS keys in plain environment variables",
        category: Category::Security,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["ECS.8", "AWS-0036", "AVD-AWS-0036", "ecs_task_definitions_no_environment_secrets", "ecs-no-environment-secrets", "CT.ECS.PR.12"],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    for variable in variables(cx.container) {
        if !is_aws_credential_name(variable.name) || is_test_value(variable.value) {
            continue;
        }
        let message = format!("{} has AWS credentials in a plain environment variable", cx.container.called());
        let finding = sink.report(variable.name_node.range(), message);
        finding.note("everyone who can describe the task definition can use them, and they never expire");
        finding.secret(variable.value_node.range());
        let has_role = cx.task.object.is_some_and(|task| !task.name("taskRoleArn").is_absent());
        if has_role {
            let edits = delete_element(variable.object);
            finding.fix(edits.map(|edits| Fix::r#unsafe(format!("delete `{}`", variable.name), edits)));
        } else {
            finding.fix(move_to_secrets(cx.container, &variable));
        }
    }
}
