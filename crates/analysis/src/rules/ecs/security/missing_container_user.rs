//! `missing-container-user`: the task definition does not say as whom a container runs.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_json::{Place, insert_member};

rule! {
    /// The task definition leaves the user to the image.
    ///
    /// That is fine when the image names a user without rights, which this file does not show. Security Hub looks at
    /// the task definition alone and wants a `user` there.
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
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let object = cx.container.object;
    if object.string("user").is_absent() && object.is_complete() {
        let edits = insert_member(object.node, Place::Last, "user", "\"\"");
        sink.report(object.anchor(), format!("{} has no `user`", cx.container.called()))
            .note("it runs as whatever user its image names, and as root if that names none")
            .fix(edits.map(|edits| Fix::manual("add `user`", edits)));
    }
}
