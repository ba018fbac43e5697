//! `administrator-user`: a Windows container that is told to run as administrator.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Field;

rule! {
    /// The container is told to run as an administrator, whatever its image says.
    ///
    /// The API reference calls `user` unsupported on Windows, while Security Hub's control ECS.21 asks for one.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "runtimePlatform": { "operatingSystemFamily": "WINDOWS_SERVER_2022_CORE" },
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "user": "ContainerAdministrator" }
    ///     //                                         ^^^^^^^^^^^^^^^^^^^^^^^^ warning: container `web` runs as administrator
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "runtimePlatform": { "operatingSystemFamily": "WINDOWS_SERVER_2022_CORE" },
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "user": "ContainerUser" }
    ///   ]
    /// }
    /// ```
    "administrator-user" {
        summary: "Windows container that is told to run as administrator",
        category: Category::Security,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["ECS.21", "ecs-task-definition-windows-user-non-admin"],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Field::Known { value: user, node, .. } = cx.container.object.name("user") else { return };
    let is_administrator = |name: &&str| name.eq_ignore_ascii_case(&user);
    if cx.task.launch().windows && ["ContainerAdministrator", "Administrator"].iter().any(is_administrator) {
        sink.report(node.range(), format!("{} runs as administrator", cx.container.called()))
            .note("the API reference calls `user` unsupported on Windows, and Security Hub asks for one");
    }
}
