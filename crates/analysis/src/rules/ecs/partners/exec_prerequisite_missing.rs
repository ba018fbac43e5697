//! `exec-prerequisite-missing`: ECS Exec without what it needs.

use super::service::{service, services};
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::Document;
use plimsoll_model::ecs::Field;
use plimsoll_text::TextRange;

rule! {
    /// The service or its workflow turns ECS Exec on, and the task definition lacks what it needs.
    ///
    /// ECS Exec runs an agent inside the container. The agent calls AWS with the task role, and writes to the root file
    /// system. It cannot enter containers that share one process namespace.
    ///
    /// ```text,context,file=.github/workflows/deploy.yml
    /// jobs:
    ///   deploy:
    ///     steps:
    ///       - run: |
    ///           aws ecs register-task-definition --cli-input-json file://task-definition.json
    ///           aws ecs update-service --service web --task-definition web --enable-execute-command
    /// ```
    ///
    /// ```json,bad
    /// {
    /// ^ error: ECS Exec is on, and the task definition has no `taskRoleArn`
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "readonlyRootFilesystem": true }
    ///     //                                                           ^^^^ error: ECS Exec is on, and its agent cannot write in container `web`
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "taskRoleArn": "arn:aws:iam::123456789012:role/webTask",
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1" }]
    /// }
    /// ```
    "exec-prerequisite-missing" {
        summary: "ECS Exec without what it needs",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

/// The ways to turn ECS Exec on: the AWS CLI, the API, Terraform.
const SIGNS: [&str; 4] = [
    "--enable-execute-command",
    "enableExecuteCommand:true",
    "EnableExecuteCommand:true",
    "enable_execute_command=true",
];

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let Some(task) = cx.task.object else { return };
    let by_text = cx.workspace.deployers(&cx.file.path).find(|file| turns_on(&file.text));
    let by_service = || {
        let is_on = |document: &Document<'_>| {
            service(document).is_some_and(|it| it.boolean("enableExecuteCommand").known() == Some(&true))
        };
        services(cx).into_iter().find(|(_, document)| is_on(document)).map(|(file, _)| file)
    };
    let Some(file) = by_text.or_else(by_service) else { return };
    let mut say = |range: TextRange, message: String| {
        sink.report(range, format!("ECS Exec is on, and {message}"))
            .note(format!("{} turns it on; a session then ends with \"TargetNotConnected\"", file.path));
    };
    let role_elsewhere = ["task-role-arn", "taskRoleArn", "task_role_arn", "TaskRoleArn"];
    let is_given =
        cx.workspace.deployment_files().iter().any(|file| role_elsewhere.iter().any(|word| file.text.contains(word)));
    if task.is_complete() && task.name("taskRoleArn").is_absent() && !is_given {
        say(task.anchor(), "the task definition has no `taskRoleArn`".to_owned());
    }
    if let Field::Known { value, node, .. } = task.name("pidMode")
        && value == "task"
        && cx.task.containers.len() > 1
    {
        say(node.range(), "the containers share one process namespace".to_owned());
    }
    for container in cx.task.containers.iter().filter(|container| !container.is_sidecar()) {
        if let Field::Known { value: true, node, .. } = container.object.boolean("readonlyRootFilesystem") {
            say(node.range(), format!("its agent cannot write in {}", container.called()));
        }
    }
}

fn turns_on(text: &str) -> bool {
    text.lines().filter(|line| !line.trim_start().starts_with('#')).any(|line| {
        let squeezed: String = line.chars().filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\'')).collect();
        SIGNS.iter().any(|sign| squeezed.contains(sign))
    })
}
