//! `host-ipc-mode`: task in the IPC namespace of its host.

use crate::rule::rule;
use crate::rules::ecs::edits::delete;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::Field;

rule! {
    /// The containers reach the shared memory of every process on their instance.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "ipcMode": "host",
    /// //           ^^^^^^ warning: the task shares the IPC namespace of its host
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512 }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512 }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "ipcMode": "task",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512 }
    ///   ]
    /// }
    /// ```
    "host-ipc-mode" {
        summary: "task in the IPC namespace of its host",
        category: Category::Security,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let launch = cx.task.launch();
    // Fargate and Windows have no such thing; that is other rules' to say.
    let Some(task) = cx.task.object.filter(|_| !launch.fargate && !launch.windows) else { return };
    let Field::Known { value, node, .. } = task.string("ipcMode") else { return };
    if value == "host" {
        sink.report(node.range(), "the task shares the IPC namespace of its host")
            .note("its containers reach the shared memory of every process on the instance")
            .fix(delete(node).map(|edits| Fix::r#unsafe("delete `ipcMode`", edits)));
    }
}
