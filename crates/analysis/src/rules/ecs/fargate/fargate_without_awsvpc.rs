//! `fargate-without-awsvpc`: a Fargate task with another network mode.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::{Place, insert_member};
use plimsoll_model::ecs::Field;
use plimsoll_text::Edit;

rule! {
    /// Fargate knows one network mode, `awsvpc`, and wants it said.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    /// //^^^^^^^^^^^^^^^^^^^^^^^^^ error: the Fargate task has no `networkMode`
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1" }]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "networkMode": "awsvpc",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1" }]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "networkMode": "${MODE}",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1" }]
    /// }
    /// ```
    "fargate-without-awsvpc" {
        summary: "Fargate task with another network mode than awsvpc",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["E3048", "pf-ecs-fargate-network-mode"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

const ANSWER: &str = "ECS answers \"Fargate only supports network mode 'awsvpc'.\"";

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let Some(task) = cx.task.object.filter(|_| cx.task.launch().fargate) else { return };
    match task.name("networkMode") {
        Field::Absent { .. } if task.is_complete() && task.node.get("networkMode").is_none() => {
            let Some(member) = task.node.get_member("requiresCompatibilities") else { return };
            let edits = insert_member(task.node, Place::After(member), "networkMode", "\"awsvpc\"");
            let title = "insert `networkMode`";
            let fix = edits.map(|edits| match host_port_differs(cx) {
                // With awsvpc the port on the host is the container's; one of the two may be meant.
                true => Fix::r#unsafe(title, edits),
                false => Fix::safe(title, edits),
            });
            sink.report(member.key.range(), "the Fargate task has no `networkMode`").note(ANSWER).fix(fix);
        }
        Field::Known { value, node, .. } if value != "awsvpc" => {
            sink.report(node.range(), format!("Fargate has no network mode `{value}`"))
                .note(ANSWER)
                .fix(Fix::r#unsafe("use `awsvpc`", Edit::replace(node.range(), "\"awsvpc\"")));
        }
        _ => {}
    }
}

fn host_port_differs(cx: &TaskCx<'_>) -> bool {
    cx.task.containers.iter().flat_map(|it| it.object.objects("portMappings")).any(|mapping| {
        let host = mapping.integer("hostPort");
        !host.is_absent() && host.known() != mapping.integer("containerPort").known()
    })
}
