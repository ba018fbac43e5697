//! `relative-working-directory`: a working directory that is no absolute path.

use crate::rule::rule;
use crate::rules::ecs::inserts::replace_text;
use crate::rules::ecs::paths::is_absolute;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Field;

rule! {
    /// `workingDirectory` must be an absolute path. Docker refuses to start the container.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "workingDirectory": "srv/app" }
    ///     //                                                     ^^^^^^^^^ warning: `srv/app` is no absolute path
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "workingDirectory": "/srv/app" }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "workingDirectory": "/srv/app" },
    ///     { "name": "api", "image": "api:1", "workingDirectory": "C:\\app" },
    ///     { "name": "job", "image": "job:1", "workingDirectory": "${DIR}" }
    ///   ]
    /// }
    /// ```
    "relative-working-directory" {
        summary: "working directory that is no absolute path",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Field::Known { value: path, node, .. } = cx.container.object.name("workingDirectory") else { return };
    if is_absolute(&path) {
        return;
    }
    let absolute = format!("/{}", path.trim_start_matches("./"));
    let fix = replace_text(node, &absolute).filter(|_| !cx.task.launch().windows && !path.starts_with(['~', '.', '$']));
    sink.report(node.range(), format!("`{path}` is no absolute path"))
        .fix(fix.map(|edits| Fix::r#unsafe(format!("use `{absolute}`"), edits)));
}
