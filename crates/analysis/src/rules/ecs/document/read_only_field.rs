//! `read-only-field`: a field that ECS returns and does not take.

use super::refusal;
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::delete_member;
use plimsoll_model::tables::schema;

rule! {
    /// A field of describe output that registration does not take.
    ///
    /// `aws ecs describe-task-definition` adds these fields. A file saved from it is refused until they are gone.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "revision": 7,
    /// //^^^^^^^^^^ warning: ECS returns `revision`, but does not take it
    ///   "status": "ACTIVE",
    /// //^^^^^^^^ warning: ECS returns `status`, but does not take it
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1" }]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1" }]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"]
    /// }
    /// ```
    "read-only-field" {
        summary: "field that ECS returns and does not take",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

/// The one field that the official deploy action leaves in (amazon-ecs-deploy-task-definition, November 2026).
const KEPT_BY_DEPLOY_ACTION: &str = "deleteRequestedAt";

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let Some(object) = cx.task.object else { return };
    for member in object.node.members() {
        let Some(name) = member.key.text().filter(|name| schema::response_only().contains(&&**name)) else { continue };
        let finding = sink.report(member.key.range(), format!("ECS returns `{name}`, but does not take it"));
        finding.note(refusal::unknown(cx.task, object, &name));
        if name == KEPT_BY_DEPLOY_ACTION {
            finding.note(
                "the GitHub action that deploys task definitions drops the other fields of this kind, but not this one",
            );
        }
        finding.fix(delete_member(member).map(|edits| Fix::safe(format!("delete `{name}`"), edits)));
    }
}
