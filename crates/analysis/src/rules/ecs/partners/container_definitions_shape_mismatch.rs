//! `container-definitions-shape-mismatch`: Terraform is given something else than the list of containers.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::Kind;

rule! {
    /// `container_definitions` of Terraform takes the list of containers alone, and the resource has the rest.
    ///
    /// A whole task definition, or one container without the list around it, is refused when the plan is made or
    /// applied.
    ///
    /// ```json,context,file=task-definition.json
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1" }]
    /// }
    /// ```
    ///
    /// ```hcl,bad
    /// resource "aws_ecs_task_definition" "web" {
    ///   family                = "web"
    ///   container_definitions = file("${path.module}/task-definition.json")
    /// # ^^^^^^^^^^^^^^^^^^^^^ error: a whole task definition stands where the list of its containers belongs
    /// }
    /// ```
    ///
    /// ```hcl,good
    /// resource "aws_ecs_task_definition" "web" {
    ///   family                = "web"
    ///   container_definitions = jsonencode(jsondecode(file("${path.module}/task-definition.json")).containerDefinitions)
    /// }
    /// ```
    "container-definitions-shape-mismatch" {
        summary: "Terraform resource that takes something else for its list of containers",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let (Some(_), Some(task)) = (cx.carrier, cx.task.object) else { return };
    let Some(member) = task.node.get_member("containerDefinitions") else { return };
    let Some(given) = member.value.filter(|given| given.kind() == Kind::Object) else { return };
    let message = if given.get("containerDefinitions").is_some() {
        "a whole task definition stands where the list of its containers belongs"
    } else if given.get("name").is_some() || given.get("image").is_some() {
        "one container stands where a list of containers belongs"
    } else {
        return;
    };
    sink.report(member.key.range(), message)
        .note("ECS answers \"Container.name should not be null or empty.\", or the provider refuses the value itself");
}
