//! `missing-container-user`: the task definition does not say as whom a container runs.

use super::user::{host_network, is_root};
use crate::rule::rule;
use crate::rules::ecs::as_control::{as_control, is_as_control};
use crate::rules::ecs::partner::Partner;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_json::{Place, insert_member};

rule! {
    /// The task definition leaves the user to the image.
    ///
    /// That is fine when the image names a user without rights: where the Dockerfile of the image is in the repository
    /// and switches to one, nothing is said. Security Hub looks at the task definition alone and wants a `user` there;
    /// so does the preset `security-hub`.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    ///   //^ note: container `web` has no `user`
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1", "user": "1000" }]
    /// }
    /// ```
    "missing-container-user" {
        summary: "container whose user the task definition does not say",
        category: Category::Security,
        levels: Levels::ecs(Level::Off, Level::Note, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &["ECS.20", "ECS.21", "ecs-task-definition-nonroot-user", "ecs-task-definition-linux-user-non-root", "ecs-task-definition-windows-user-non-admin", "CT.ECS.PR.3"],
        options: &[as_control("As controls ECS.20 and ECS.21 have it: what a Dockerfile says does not count.")],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let object = cx.container.object;
    let is_judged = || is_as_control(cx.settings, &RULE) || host_network(cx).is_none() && !runs_as_other(cx);
    if object.string("user").is_absent() && object.is_complete() && is_judged() {
        let edits = insert_member(object.node, Place::Last, "user", "\"\"");
        sink.report(object.anchor(), format!("{} has no `user`", cx.container.called()))
            .note("it runs as whatever user its image names, and as root if that names none")
            .fix(edits.map(|edits| Fix::manual("add `user`", edits)));
    }
}

/// Whether the Dockerfile of its image switches to a user that is not root.
fn runs_as_other(cx: &ContainerCx<'_>) -> bool {
    let Some(partner) = Partner::of(cx, cx.container) else { return false };
    let build = partner.build();
    let Some(stage) = build.final_stage() else { return false };
    // A name that a variable holds is somebody's choice, too.
    build.user(stage.id, stage.steps.end).is_some_and(|user| user.value.is_none_or(|name| !is_root(&name)))
}
