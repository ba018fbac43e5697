//! `missing-execution-permission`: an execution role that may not do what the task needs.

use super::policy::{Permissions, policies_of, role_name};
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::secret_references;
use plimsoll_model::ecs::{Arn, Field};
use plimsoll_text::TextRange;

rule! {
    /// The policy of the execution role lacks a permission that the task definition needs, and the task cannot start.
    ///
    /// `AmazonECSTaskExecutionRolePolicy`, which nearly every execution role has, allows to pull images and write logs. It does
    /// not allow to create log groups or to read secrets. The policy is found by its file name, which holds the name of the
    /// role or says "execution role".
    ///
    /// ```json,context,file=execution-role-policy.json
    /// {
    ///   "Version": "2012-10-17",
    ///   "Statement": [{ "Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "*" }]
    /// }
    /// ```
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "executionRoleArn": "arn:aws:iam::123456789012:role/webExecution",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "logConfiguration": {
    ///         "logDriver": "awslogs",
    ///         "options": { "awslogs-group": "/ecs/web", "awslogs-region": "eu-west-1", "awslogs-create-group": "true" }
    ///         //                                                                       ^^^^^^^^^^^^^^^^^^^^^^ warning: the execution role may not `logs:CreateLogGroup`
    ///       }
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
    ///       "logConfiguration": { "logDriver": "awslogs", "options": { "awslogs-group": "/ecs/web", "awslogs-region": "eu-west-1" } }
    ///     }
    ///   ]
    /// }
    /// ```
    "missing-execution-permission" {
        summary: "execution role that may not do what the task needs",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Error, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

/// Something that needs a permission.
struct Need {
    range: TextRange,
    action: &'static str,
    what: &'static str,
}

impl Need {
    /// How the task that lacks it stops.
    fn symptom(&self) -> &'static str {
        match self.action.split(':').next() {
            Some("logs") => "failed to validate logger args",
            Some("s3") => "failed to download env files",
            _ => "unable to pull secrets or registry auth",
        }
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let Some(task) = cx.task.object else { return };
    let role = role_name(task, "executionRoleArn");
    if task.name("executionRoleArn").is_absent() {
        return;
    }
    let mut permissions = Permissions::default();
    let mut first = None;
    for (file, document) in policies_of(cx, role.as_deref(), true) {
        // Who may take the role stands in a policy of its own.
        if file.text.contains("sts:AssumeRole") {
            continue;
        }
        if permissions.add(&document).is_none() {
            return;
        }
        first.get_or_insert(file);
    }
    let Some(file) = first else { return };
    for need in needs(cx) {
        if permissions.allow(need.action) {
            continue;
        }
        let finding = sink.report(need.range, format!("the execution role may not `{}`", need.action));
        finding.note(format!("ECS {} with it, and {} does not allow that", need.what, file.path));
        finding.note(format!("the task stops with \"{}\"", need.symptom()));
        if need.action == "ssm:GetParameters" && permissions.allow("ssm:GetParameter") {
            finding.note("it allows `ssm:GetParameter`, which is another action");
        }
    }
}

/// What needs more than the managed policy, the first place of each kind. Source: ECS developer guide, "Task execution
/// IAM role", 2026-11.
fn needs(cx: &TaskCx<'_>) -> Vec<Need> {
    let mut found = Vec::new();
    let mut add = |range: TextRange, action: &'static str, what: &'static str| {
        if found.iter().all(|need: &Need| need.action != action) {
            found.push(Need { range, action, what });
        }
    };
    for container in &cx.task.containers {
        let log = container.object.object("logConfiguration").known().copied();
        if let Some(options) = log.and_then(|log| log.object("options").known().copied())
            && let Field::Known { value, key, .. } = options.string("awslogs-create-group")
            && value.eq_ignore_ascii_case("true")
        {
            add(key.range(), "logs:CreateLogGroup", "creates the log group");
        }
        if let Field::Known { key, .. } = container.object.array("environmentFiles")
            && container.object.objects("environmentFiles").next().is_some()
        {
            add(key.range(), "s3:GetObject", "reads the file");
        }
    }
    for secret in secret_references(cx.task) {
        match Arn::parse(&secret.text).map(|arn| arn.service) {
            Some("secretsmanager") => add(secret.node.range(), "secretsmanager:GetSecretValue", "reads the secret"),
            Some("ssm") => add(secret.node.range(), "ssm:GetParameters", "reads the parameter"),
            None if secret.field != "repositoryCredentials" => {
                add(secret.node.range(), "ssm:GetParameters", "reads the parameter");
            }
            _ => {}
        }
    }
    found
}
