//! `task-role-is-execution-role`: one role for ECS and for the application.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::Field;

rule! {
    /// The application gets the role with which ECS pulls images and reads secrets.
    ///
    /// Whoever takes over the application can then read every secret that any task with this role is given. Give the
    /// application a role of its own with what it needs, or none.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "executionRoleArn": "arn:aws:iam::123456789012:role/webExecution",
    ///   "taskRoleArn": "arn:aws:iam::123456789012:role/webExecution",
    /// //               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: the task role is the execution role
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1", "memory": 128 }]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "executionRoleArn": "arn:aws:iam::123456789012:role/webExecution",
    ///   "taskRoleArn": "arn:aws:iam::123456789012:role/webTask",
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1", "memory": 128 }]
    /// }
    /// ```
    "task-role-is-execution-role" {
        summary: "one role for ECS and for the application",
        category: Category::Security,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["CKV_AWS_249"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let Some(object) = cx.task.object else { return };
    let task = object.name("taskRoleArn");
    let Some(node) = task.node() else { return };
    let execution = object.name("executionRoleArn").node();
    // The same placeholder twice is the same role.
    let same = execution.filter(|execution| execution.source() == node.source());
    let is_default = matches!(&task, Field::Known { value, .. }
        if value == "ecsTaskExecutionRole" || value.ends_with("role/ecsTaskExecutionRole"));
    if same.is_none() && !is_default || node.source().len() < 3 {
        return;
    }
    let message = match same {
        Some(_) => "the task role is the execution role",
        None => "the task role is `ecsTaskExecutionRole`, AWS's default execution role",
    };
    let finding = sink.report(node.range(), message);
    if let Some(execution) = same {
        finding.label(execution.range(), "the execution role");
    }
    finding.note("the application can then pull every image and read every secret that ECS reads for it");
}
