//! `aws-credentials-in-environment`: long-lived AWS keys instead of a role.

use super::environment::{is_test_value, move_to_secrets, variables};
use crate::rule::rule;
use crate::rules::ecs::as_control::{as_control, is_as_control};
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
    ///       //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: container `web` has AWS credentials in a plain environment variable
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
        options: &[as_control("As control ECS.8 has it: the name counts, whatever the value is.")],
        check: Check::Container(check),
    }
}

const NOTE: &str = "everyone who can describe the task definition can use them, and they never expire";

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let is_as_control = is_as_control(cx.settings, &RULE);
    let message = || format!("{} has AWS credentials in a plain environment variable", cx.container.called());
    for variable in variables(cx.container).filter(|variable| is_aws_credential_name(variable.name)) {
        if is_test_value(variable.value) && !is_as_control {
            continue;
        }
        let finding = sink.report(variable.object.range(), message()).note(NOTE);
        finding.secret(variable.value_node.range());
        let has_role = cx.task.object.is_some_and(|task| !task.name("taskRoleArn").is_absent());
        if has_role {
            let edits = delete_element(variable.object);
            finding.fix(edits.map(|edits| Fix::r#unsafe(format!("delete `{}`", variable.name), edits)));
        } else {
            finding.fix(move_to_secrets(cx.container, &variable));
        }
    }
    let open = cx.container.variables().iter().filter(|variable| is_as_control && variable.value.known().is_none());
    for variable in open {
        if variable.name.known().is_some_and(|name| is_aws_credential_name(name)) {
            sink.report(variable.entry.node.range(), message()).note(NOTE);
        }
    }
}
