//! `excessive-nofile-limit`: limit of open files above the one of Fargate.

use crate::rule::rule;
use crate::rules::ecs::edits::set;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::{Field, Object};
use plimsoll_model::tables::limits;

rule! {
    /// Fargate allows up to 1048576 open files.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "networkMode": "awsvpc",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "ulimits": [{ "name": "nofile", "softLimit": 65536, "hardLimit": 2097152 }] }
    /// //                                                                                                      ^^^^^^^ warning: `hardLimit` 2097152 of open files is above what Fargate allows
    ///   ]
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
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "ulimits": [{ "name": "nofile", "softLimit": 65536, "hardLimit": 1048576 }] }
    ///   ]
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
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "ulimits": [{ "name": "nofile", "softLimit": 65536, "hardLimit": 1048576 }, { "name": "core", "softLimit": -1, "hardLimit": -1 }] }
    ///   ]
    /// }
    /// ```
    "excessive-nofile-limit" {
        summary: "limit of open files above the one of Fargate",
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
    if !cx.task.launch().fargate {
        return;
    }
    let most = limits::FARGATE_NOFILE_MOST;
    let is_nofile = |limit: &Object<'_>| limit.string("name").known().is_some_and(|name| name == "nofile");
    for limit in cx.container.object.objects("ulimits").filter(is_nofile) {
        for key in ["softLimit", "hardLimit"] {
            let Field::Known { value, node, .. } = limit.integer(key) else { continue };
            if value > most {
                sink.report(node.range(), format!("`{key}` {value} of open files is above what Fargate allows"))
                    .note(format!("it allows {most}"))
                    .fix(set(node, most).map(|edits| Fix::r#unsafe(format!("lower it to {most}"), edits)));
            }
        }
    }
}
