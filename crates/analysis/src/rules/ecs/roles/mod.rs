//! Rules about the two roles of a task.

mod credentials;
mod majority;

crate::rule::group! {
    /// The two roles of a task: the execution role, with which ECS pulls images, reads secrets and writes logs, and
    /// the task role, which the application uses.
    "roles":
        missing_execution_role, missing_task_role, task_role_is_execution_role, malformed_role_arn,
        mixed_regions, mixed_accounts
}
