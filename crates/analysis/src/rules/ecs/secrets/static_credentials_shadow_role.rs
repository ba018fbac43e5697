//! `static-credentials-shadow-role`: static AWS credentials in front of a task role.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Field;

rule! {
    /// The container gets static AWS credentials as secrets, although the task has a role.
    ///
    /// The SDKs look at the environment first, so the role is never used, and ECS Exec can fail. Drop the secrets and give
    /// the role what the application needs.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "taskRoleArn": "arn:aws:iam::123456789012:role/webTask",
    ///   "executionRoleArn": "arn:aws:iam::123456789012:role/webExecution",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "secrets": [
    ///         { "name": "AWS_ACCESS_KEY_ID", "valueFrom": "arn:aws:ssm:eu-west-1:123456789012:parameter/key" },
    ///         //        ^^^^^^^^^^^^^^^^^^^ warning: container `web` gets static AWS credentials, so the task role is never used
    ///         { "name": "AWS_SECRET_ACCESS_KEY", "valueFrom": "arn:aws:ssm:eu-west-1:123456789012:parameter/secret" }
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
    ///         { "name": "AWS_ACCESS_KEY_ID", "valueFrom": "arn:aws:ssm:eu-west-1:123456789012:parameter/key" },
    ///         { "name": "AWS_SECRET_ACCESS_KEY", "valueFrom": "arn:aws:ssm:eu-west-1:123456789012:parameter/secret" }
    ///       ]
    ///     }
    ///   ]
    /// }
    /// ```
    "static-credentials-shadow-role" {
        summary: "static AWS credentials in front of a task role",
        category: Category::Security,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    const NAMES: [&str; 2] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
    // A role that is a placeholder may be filled with nothing.
    let Some(Field::Known { node: role, .. } | Field::Partial { node: role, .. }) =
        cx.task.object.map(|task| task.name("taskRoleArn"))
    else {
        return;
    };
    let mut secrets = cx.container.object.objects("secrets").filter_map(|entry| match entry.string("name") {
        Field::Known { value, node, .. } if NAMES.contains(&&*value) => Some(node),
        _ => None,
    });
    if let Some(first) = secrets.next() {
        let message = format!("{} gets static AWS credentials, so the task role is never used", cx.container.called());
        sink.report(first.range(), message)
            .label(role.range(), "the task role")
            .note("the SDKs look at the environment first; ECS Exec can fail too");
    }
}
