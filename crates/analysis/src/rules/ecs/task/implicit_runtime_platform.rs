//! `implicit-runtime-platform`: operating system and processor that are left to the default.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::{Place, insert_member};

rule! {
    /// Without `runtimePlatform` Fargate takes Linux on X86_64. An image that was built on an ARM machine does not
    /// start there.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    /// //^^^^^^^^^^^^^^^^^^^^^^^^^ note: the task has no `runtimePlatform`, which means Linux on X86_64
    ///   "networkMode": "awsvpc",
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
    ///   "runtimePlatform": { "cpuArchitecture": "X86_64", "operatingSystemFamily": "LINUX" },
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
    ///   "networkMode": "awsvpc",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "runtimePlatform": { "cpuArchitecture": "ARM64" },
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    ///   ]
    /// }
    /// ```
    "implicit-runtime-platform" {
        summary: "operating system and processor that are left to the default",
        category: Category::Reproducibility,
        levels: Levels::ecs(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let Some(task) = cx.task.object.filter(|task| task.is_complete() && cx.task.launch().fargate) else { return };
    let Some(member) = task.node.get_member("requiresCompatibilities") else { return };
    if !task.object("runtimePlatform").is_absent() {
        return;
    }
    let platform = "{ \"cpuArchitecture\": \"X86_64\", \"operatingSystemFamily\": \"LINUX\" }";
    let edits = insert_member(task.node, Place::After(member), "runtimePlatform", platform);
    let edits = edits.filter(|_| task.node.get_member("runtimePlatform").is_none());
    sink.report(member.key.range(), "the task has no `runtimePlatform`, which means Linux on X86_64")
        .fix(edits.map(|edits| Fix::safe("say so", edits)));
}
