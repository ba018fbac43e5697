//! `ignored-windows-task-size`: task size that Windows on EC2 ignores.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::Field;

rule! {
    /// EC2 ignores `cpu` and `memory` of the task when it runs on Windows; give them to the containers.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "runtimePlatform": { "operatingSystemFamily": "WINDOWS_SERVER_2022_CORE" },
    ///   "memory": "2048",
    /// //^^^^^^^^ note: EC2 ignores the task's `memory` on Windows
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
    ///   "memory": "2048",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512 }
    ///   ]
    /// }
    /// ```
    "ignored-windows-task-size" {
        summary: "task size that Windows on EC2 ignores",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let launch = cx.task.launch();
    let Some(task) = cx.task.object.filter(|_| launch.windows && launch.is_only_ec2()) else { return };
    for name in ["cpu", "memory"] {
        if let Field::Known { key, .. } = task.name(name) {
            sink.report(key.range(), format!("EC2 ignores the task's `{name}` on Windows"))
                .note("the numbers of the containers count");
        }
    }
}
