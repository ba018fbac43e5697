//! `wrong-trust-principal`: a role that ECS tasks may not take.

use super::policy::{policies_of, role_name, statements, strings};
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_text::TextRange;

rule! {
    /// The trust policy of a role does not name `ecs-tasks.amazonaws.com`, so no task can use the role.
    ///
    /// Names such as `ecs.amazonaws.com` and `ec2.amazonaws.com` are other services. The trust policy is found by its file
    /// name, which holds the name of the role.
    ///
    /// ```json,context,file=webExecution-trust.json
    /// {
    ///   "Version": "2012-10-17",
    ///   "Statement": [{ "Effect": "Allow", "Principal": { "Service": "ecs.amazonaws.com" }, "Action": "sts:AssumeRole" }]
    /// }
    /// ```
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "executionRoleArn": "arn:aws:iam::123456789012:role/webExecution",
    ///   //                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: no task can use the role `webExecution`: it trusts `ecs.amazonaws.com`
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1" }]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "executionRoleArn": "arn:aws:iam::123456789012:role/apiExecution",
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1" }]
    /// }
    /// ```
    "wrong-trust-principal" {
        summary: "role that ECS tasks may not take",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

const SERVICE: &str = "ecs-tasks.amazonaws.com";

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let Some(task) = cx.task.object else { return };
    for key in ["executionRoleArn", "taskRoleArn"] {
        let Some(name) = role_name(task, key) else { continue };
        let Some(place) = task.node.get(key) else { continue };
        for (file, document) in policies_of(cx, Some(&name), false) {
            let Some((trusted, range)) = trusted(&document) else { continue };
            if trusted.iter().any(|service| service == SERVICE) {
                continue;
            }
            let names: Vec<String> = trusted.iter().map(|service| format!("`{service}`")).collect();
            let message = format!("no task can use the role `{name}`: it trusts {}", names.join(", "));
            sink.report(place.range(), message)
                .label_in(&file.path, range, "trusted here")
                .note(format!("tasks take roles as `{SERVICE}`"));
            break;
        }
    }
}

/// The services that may take the role, with the place of the first; `None` when somebody else may, or it is not known.
fn trusted(document: &plimsoll_json::Document<'_>) -> Option<(Vec<String>, TextRange)> {
    let mut services = Vec::new();
    let mut first = None;
    for statement in statements(document)? {
        let actions = strings(statement, "Action")?;
        if !actions.iter().all(|(action, _)| action == "sts:AssumeRole" || action == "sts:TagSession") {
            return None;
        }
        let principal = statement.object("Principal");
        let principal = *principal.known()?;
        if principal.node.members().count() != 1 {
            return None;
        }
        for (service, node) in strings(principal, "Service")? {
            first.get_or_insert(node.range());
            services.push(service);
        }
    }
    Some((services, first?))
}
