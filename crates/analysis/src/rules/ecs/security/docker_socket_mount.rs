//! `docker-socket-mount`: a container that can command Docker.

use super::host_mounts::host_mounts;
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};

rule! {
    /// A container that gets the socket of Docker or containerd is root on the instance, read-only or not.
    ///
    /// It can start another container with all rights and every path of the instance.
    ///
    /// ```json,bad
    /// {
    ///   "family": "agent",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "volumes": [{ "name": "docker", "host": { "sourcePath": "/var/run/docker.sock" } }],
    ///   //                                                      ^^^^^^^^^^^^^^^^^^^^^^ warning: container `agent` gets the socket of Docker
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "agent",
    ///       "image": "agent:1",
    ///       "mountPoints": [{ "sourceVolume": "docker", "containerPath": "/var/run/docker.sock", "readOnly": true }]
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "agent",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "volumes": [{ "name": "data", "host": { "sourcePath": "/srv/docker.sock.d" } }],
    ///   "containerDefinitions": [
    ///     { "name": "agent", "image": "agent:1", "mountPoints": [{ "sourceVolume": "data", "containerPath": "/data" }] }
    ///   ]
    /// }
    /// ```
    "docker-socket-mount" {
        summary: "container that can command Docker",
        category: Category::Security,
        levels: Levels::ecs(Level::Warning, Level::Error, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    for host in host_mounts(cx.task) {
        let what = match &*host.path {
            "/var/run/docker.sock" | "/run/docker.sock" | "\\\\.\\pipe\\docker_engine" => "Docker",
            "/run/containerd/containerd.sock" | "/var/run/containerd/containerd.sock" => "containerd",
            _ => continue,
        };
        let Some((container, _)) = host.mounts.first() else { continue };
        let finding = sink.report(host.node.range(), format!("{} gets the socket of {what}", container.called()));
        for (_, mount) in &host.mounts {
            finding.label(mount.anchor(), "mounted here");
        }
        finding.note("whoever breaks into it is root on the instance, read-only or not");
    }
}
