//! `missing-task-role`: the application calls AWS, and has no role to do it with.

use super::credentials::{are_given, in_document};
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, OptionKind, OptionSpec, Sink, TaskCx};
use plimsoll_json::{Place, insert_member};
use plimsoll_model::ecs::{Launch, Object};

rule! {
    /// The containers call AWS, but the task definition names no task role.
    ///
    /// The task starts all the same. The first call to AWS then fails with "Unable to locate credentials". The
    /// execution role does not help: it is for ECS itself, never for the application.
    ///
    /// ```text,context,file=requirements.txt
    /// boto3==1.34.0
    /// ```
    ///
    /// ```text,context,file=Dockerfile
    /// FROM python:3.12-slim
    /// COPY requirements.txt .
    /// RUN pip install -r requirements.txt
    /// COPY app.py .
    /// CMD ["python", "app.py"]
    /// ```
    ///
    /// ```json,bad
    /// {
    /// ^ warning: `boto3` in requirements.txt line 1, but the task definition has no `taskRoleArn`, so the container has no AWS credentials
    ///   "family": "report",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "networkMode": "awsvpc",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "executionRoleArn": "arn:aws:iam::123456789012:role/reportExecution",
    ///   "containerDefinitions": [
    ///     { "name": "report", "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/report:1.4.2" }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "report",
    ///   "taskRoleArn": "arn:aws:iam::123456789012:role/reportTask",
    ///   "containerDefinitions": [
    ///     { "name": "report", "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/report:1.4.2" }
    ///   ]
    /// }
    /// ```
    "missing-task-role" {
        summary: "the application calls AWS without a role",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &["Empty Roles For ECS Cluster Task Definitions"],
        options: &[OptionSpec {
            name: "ignore-sdk",
            kind: OptionKind::Bool,
            docs: "Do not take an AWS SDK among the dependencies as a sign that the application calls AWS.",
        }],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let Some(task) = cx.task.object else { return };
    if !task.is_complete() || !task.name("taskRoleArn").is_absent() || is_given_elsewhere(cx) {
        return;
    }
    let effect = effect(cx.task.launch());
    let evidence = in_document(cx, task);
    let sdk = if cx.settings.flag(&RULE, "ignore-sdk") || are_given(cx) { None } else { sdk(cx) };
    let message = match (&sdk, evidence.first()) {
        (Some(sdk), _) => format!(
            "`{}` in {} line {}, but the task definition has no `taskRoleArn`, so the container {effect}",
            sdk.package, sdk.path, sdk.line
        ),
        (None, Some(first)) => {
            format!("{}, but the task definition has no `taskRoleArn`, so the container {effect}", first.what)
        }
        (None, None) => return,
    };
    let finding = sink.report(task.anchor(), message);
    if let Some(sdk) = &sdk {
        finding.label_in(&sdk.path, sdk.range, "the AWS SDK comes in here");
        finding.note("the first call to AWS fails with \"Unable to locate credentials\"");
    }
    for evidence in &evidence {
        finding.label(evidence.range, evidence.what.clone());
    }
    if !task.name("executionRoleArn").is_absent() {
        finding.note("`executionRoleArn` is for ECS itself, not for the application");
    }
    finding.fix(fix(task));
}

fn sdk(cx: &TaskCx<'_>) -> Option<crate::workspace::SdkUse> {
    let pair = cx.task.containers.iter().find_map(|container| cx.workspace.dockerfile_of(&cx.file.path, cx.task, container));
    match pair {
        Some(dockerfile) => cx.workspace.sdk_behind(dockerfile),
        None => cx.workspace.sdk_of_only_task(cx.task),
    }
}

fn effect(launch: Launch) -> &'static str {
    // On an instance the SDK may still find the instance's role.
    if launch.fargate { "has no AWS credentials" } else { "has no AWS credentials of its own" }
}

/// Whether what registers the file, or another resource, gives the task a role.
fn is_given_elsewhere(cx: &TaskCx<'_>) -> bool {
    const WORDS: &[&str] = &["task_role_arn", "--task-role-arn", "TaskRoleArn", "taskRoleArn", "TASK_ROLE_ARN"];
    cx.workspace.deployment_files().iter().any(|file| WORDS.iter().any(|word| file.text.contains(word)))
}

fn fix(task: Object<'_>) -> Option<Fix> {
    let before = ["executionRoleArn", "family"].into_iter().find_map(|key| task.node.get_member(key));
    let edits = insert_member(task.node, before.map_or(Place::First, Place::After), "taskRoleArn", "\"\"")?;
    Some(Fix::manual("add `taskRoleArn`", edits))
}
