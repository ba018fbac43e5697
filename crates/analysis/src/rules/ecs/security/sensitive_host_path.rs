//! `sensitive-host-path`: a part of the instance that a container should not have.

use super::host_mounts::host_mounts;
use crate::rule::rule;
use crate::rules::ecs::inserts::set;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::{Container, Field};
use plimsoll_model::tables::ecs::{HostPathRisk, host_path_risk};
use plimsoll_text::Edits;

rule! {
    /// A container can write to a path of the instance with which it can take the instance over.
    ///
    /// Mount it read-only, or not at all. `/`, `/root` and `/etc/ecs` tell too much even then.
    ///
    /// ```json,bad
    /// {
    ///   "family": "agent",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "volumes": [{ "name": "etc", "host": { "sourcePath": "/etc" } }],
    ///   //                                                   ^^^^^^ warning: container `agent` can write to `/etc` of the instance
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "agent",
    ///       "image": "agent:1",
    ///       "mountPoints": [{ "sourceVolume": "etc", "containerPath": "/host/etc" }]
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "agent",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "volumes": [{ "name": "etc", "host": { "sourcePath": "/etc" } }],
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "agent",
    ///       "image": "agent:1",
    ///       "mountPoints": [{ "sourceVolume": "etc", "containerPath": "/host/etc", "readOnly": true }]
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "agent",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "volumes": [
    ///     { "name": "proc", "host": { "sourcePath": "/proc/" } },
    ///     { "name": "data", "host": { "sourcePath": "/srv/data" } }
    ///   ],
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "agent",
    ///       "image": "agent:1",
    ///       "mountPoints": [
    ///         { "sourceVolume": "proc", "containerPath": "/host/proc", "readOnly": true },
    ///         { "sourceVolume": "data", "containerPath": "/data" }
    ///       ]
    ///     }
    ///   ]
    /// }
    /// ```
    "sensitive-host-path" {
        summary: "part of the instance that a container should not have",
        category: Category::Security,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

/// Images that watch the instance and have to see all of it. Collected November 2026.
const MONITORS: [&str; 6] =
    ["datadog", "cadvisor", "node-exporter", "infrastructure", "infrastructure-bundle", "nri-ecs"];

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    for host in host_mounts(cx.task) {
        let Some(risk) = host_path_risk(&host.path) else { continue };
        let (mut first, mut labels, mut edits, mut offers_fix) = (None, Vec::new(), Vec::new(), true);
        for (container, mount) in &host.mounts {
            // A value that is not known may be `true`.
            let read_only = match mount.boolean("readOnly") {
                Field::Absent { .. } => !mount.is_complete(),
                field => field.known() != Some(&false),
            };
            let verb = match (read_only, risk) {
                (false, _) => "can write to",
                (true, HostPathRisk::Read) if !is_monitor(container) => "can read",
                _ => continue,
            };
            first.get_or_insert((container.called(), verb));
            labels.push(mount.anchor());
            offers_fix &= risk == HostPathRisk::Write;
            edits.extend(set(*mount, "readOnly", "true").iter().flat_map(Edits::iter).cloned());
        }
        let Some((called, verb)) = first else { continue };
        let finding = sink.report(host.node.range(), format!("{called} {verb} `{}` of the instance", host.path));
        for label in labels {
            finding.label(label, "mounted here");
        }
        finding.note("with it whoever breaks into the container can take over the instance");
        let edits = Edits::new(edits).ok().filter(|_| offers_fix);
        finding.fix(edits.map(|edits| Fix::r#unsafe("mount it read-only", edits)));
    }
}

fn is_monitor(container: &Container<'_>) -> bool {
    container.image_parts().is_some_and(|image| {
        let repository = image.repository();
        MONITORS.contains(&image.base_name()) || repository.contains("datadog/agent") || repository.contains("cadvisor")
    })
}
