//! `unsupported-runtime-platform`: operating system and processor that do not go together.

use crate::rule::rule;
use crate::rules::ecs::edits::set;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::quote;
use plimsoll_model::ecs::Field;
use plimsoll_model::tables::platforms::{families, family};

rule! {
    /// Windows tasks run on X86_64 only, and Fargate has not every Windows.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "runtimePlatform": { "operatingSystemFamily": "WINDOWS_SERVER_2022_CORE", "cpuArchitecture": "ARM64" },
    /// //                                                                                             ^^^^^^^ error: `WINDOWS_SERVER_2022_CORE` does not run on `ARM64`
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "runtimePlatform": { "operatingSystemFamily": "WINDOWS_SERVER_2022_CORE", "cpuArchitecture": "X86_64" },
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "runtimePlatform": { "operatingSystemFamily": "WINDOWS_SERVER_20H2_CORE" },
    /// //                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^ error: Fargate does not run `WINDOWS_SERVER_20H2_CORE`
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "runtimePlatform": { "operatingSystemFamily": "LINUX", "cpuArchitecture": "ARM64" },
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    ///   ]
    /// }
    /// ```
    "unsupported-runtime-platform" {
        summary: "operating system and processor that do not go together",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["pf-ecs-windows-arm64"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let Some(platform) = cx.task.object.and_then(|task| task.object("runtimePlatform").known().copied()) else {
        return;
    };
    let Field::Known { value: name, node, .. } = platform.name("operatingSystemFamily") else { return };
    let Some(family) = family(&name) else { return };
    if cx.task.launch().fargate && family.on_fargate == Some(false) {
        let offered: Vec<_> =
            families().filter(|it| it.on_fargate == Some(true)).map(|it| format!("`{}`", it.name)).collect();
        sink.report(node.range(), format!("Fargate does not run `{name}`"))
            .note(format!("it runs {}", offered.join(", ")));
    }
    let Field::Known { value: processor, node: place, .. } = platform.name("cpuArchitecture") else { return };
    if !family.architectures.contains(&&*processor) && matches!(&*processor, "X86_64" | "ARM64") {
        let fix = family
            .architectures
            .first()
            .and_then(|other| Some(Fix::r#unsafe(format!("write `{other}`"), set(place, quote(other))?)));
        sink.report(place.range(), format!("`{name}` does not run on `{processor}`"))
            .label(node.range(), "the operating system")
            .fix(fix);
    }
}
