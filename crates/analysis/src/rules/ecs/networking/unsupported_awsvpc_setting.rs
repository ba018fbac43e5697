//! `unsupported-awsvpc-setting`: setting that does not go with `awsvpc`.

use crate::rule::rule;
use crate::rules::ecs::unsupported;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::NetworkMode;
use plimsoll_model::tables::unsupported::Where;

rule! {
    /// With `awsvpc` the containers of a task share one network interface; names, hosts and DNS are those of the task.
    ///
    /// Containers reach each other at `localhost`.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "networkMode": "awsvpc",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "links": ["log"], "hostname": "web" },
    /// //                                     ^^^^^^^ error: `awsvpc` does not support `links` of container `web`
    /// //                                                                   ^^^^^ error: `awsvpc` does not support `hostname` of container `web`
    ///     { "name": "log", "image": "log:1" }
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
    ///     { "name": "web", "image": "web:1" },
    ///     { "name": "log", "image": "log:1" }
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
    ///     { "name": "web", "image": "web:1", "links": [], "disableNetworking": false, "hostname": "${HOST}" }
    ///   ]
    /// }
    /// ```
    "unsupported-awsvpc-setting" {
        summary: "setting that does not go with `awsvpc`",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[
            "pf-ecs-awsvpc-extra-hosts",
            "pf-ecs-awsvpc-hostname",
            "pf-ecs-fargate-dns-servers",
            "pf-ecs-fargate-disable-networking",
            "pf-ecs-fargate-links",
        ],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    if cx.task.network_mode() == NetworkMode::Awsvpc || cx.task.launch().fargate {
        for found in unsupported::find(cx.task, Where::Awsvpc) {
            unsupported::report(&found, "`awsvpc`", sink);
        }
    }
}
