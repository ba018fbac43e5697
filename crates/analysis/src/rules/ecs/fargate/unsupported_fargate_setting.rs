//! `unsupported-fargate-setting`: setting that Fargate does not support.

use crate::rule::rule;
use crate::rules::ecs::unsupported;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::tables::unsupported::Where;

rule! {
    /// The task asks for something that Fargate does not have.
    ///
    /// Fargate gives each task a machine of its own, and nothing of the host: no devices, no privileges, no swap, no
    /// GPU, no volumes from its disk. Values that change nothing, such as `privileged: false`, are fine.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "networkMode": "awsvpc",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "pidMode": "host",
    /// //           ^^^^^^ error: Fargate does not support `host` as `pidMode`
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "privileged": true },
    /// //                                                   ^^^^ error: Fargate does not support `privileged` of container `web`
    ///     { "name": "log", "image": "log:1", "linuxParameters": { "capabilities": { "add": ["SYS_PTRACE", "NET_ADMIN"] } } }
    /// //                                                                                                  ^^^^^^^^^^^ error: Fargate does not support `NET_ADMIN` in `linuxParameters.capabilities.add` of container `log`
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
    ///   "pidMode": "task",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" },
    ///     { "name": "log", "image": "log:1", "linuxParameters": { "capabilities": { "add": ["SYS_PTRACE"] } } }
    ///   ]
    /// }
    /// ```
    ///
    /// `tmpfs`, `systemControls`, `ulimits`, `initProcessEnabled` and dropped capabilities work:
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "networkMode": "awsvpc",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "pidMode": "task",
    ///   "volumes": [{ "name": "data", "host": {} }],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "privileged": false, "linuxParameters": { "devices": [], "capabilities": { "drop": ["ALL"] }, "tmpfs": [{ "containerPath": "/tmp", "size": 64 }] } },
    ///     { "name": "log", "image": "log:1", "privileged": "${PRIVILEGED}", "systemControls": [{ "namespace": "net.core.somaxconn", "value": "1024" }] }
    ///   ]
    /// }
    /// ```
    "unsupported-fargate-setting" {
        summary: "setting that Fargate does not support",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[
            "E3048",
            "pf-ecs-fargate-privileged",
            "pf-ecs-fargate-capabilities-add",
            "pf-ecs-fargate-devices",
            "pf-ecs-fargate-shared-memory-size",
            "pf-ecs-fargate-max-swap",
            "pf-ecs-fargate-docker-security-options",
            "pf-ecs-fargate-docker-volume",
            "pf-ecs-fargate-ipc-mode",
            "pf-ecs-fargate-pid-mode-host",
            "pf-ecs-fargate-gpu-resource",
            "pf-ecs-fargate-host-source-path",
            "pf-ecs-fargate-placement-constraints",
        ],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let launch = cx.task.launch();
    if !launch.fargate {
        return;
    }
    // What Windows does not know either is said once.
    let windows = if launch.windows { unsupported::find(cx.task, Where::Windows) } else { Vec::new() };
    for found in unsupported::find(cx.task, Where::Fargate) {
        if windows.iter().all(|other| other.node != found.node) {
            unsupported::report(&found, "Fargate", sink);
        }
    }
}
