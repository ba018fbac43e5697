//! `ambiguous-volume`: a volume that is said to be two things.

use super::volume::{called, is_at_launch, volumes};
use crate::rule::rule;
use crate::rules::ecs::edits::delete;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::Object;

rule! {
    /// A volume is one thing: a path of the instance, a Docker volume, EFS, S3 Files, FSx, or configured at launch.
    ///
    /// An empty `host`, as DescribeTaskDefinition prints it, does not count.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "volumes": [
    ///     {
    ///       "name": "data",
    ///       "host": { "sourcePath": "/srv/data" },
    ///       "efsVolumeConfiguration": { "fileSystemId": "fs-0123456789abcdef0", "transitEncryption": "ENABLED" }
    ///     //^^^^^^^^^^^^^^^^^^^^^^^^ error: volume `data` has both `host` and `efsVolumeConfiguration`
    ///     }
    ///   ],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "mountPoints": [{ "sourceVolume": "data", "containerPath": "/data" }] }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "volumes": [
    ///     {
    ///       "name": "data",
    ///       "host": {},
    ///       "efsVolumeConfiguration": { "fileSystemId": "fs-0123456789abcdef0", "transitEncryption": "ENABLED" }
    ///     }
    ///   ],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "mountPoints": [{ "sourceVolume": "data", "containerPath": "/data" }] }
    ///   ]
    /// }
    /// ```
    "ambiguous-volume" {
        summary: "volume that is said to be two things",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

/// The ways to say what a volume is. Source: ECS API reference, Volume, 2026-11.
const KINDS: [&str; 6] = [
    "host",
    "dockerVolumeConfiguration",
    "efsVolumeConfiguration",
    "s3filesVolumeConfiguration",
    "fsxWindowsFileServerVolumeConfiguration",
    "configuredAtLaunch",
];

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    for volume in volumes(cx.task) {
        let kinds: Vec<&str> = KINDS.into_iter().filter(|kind| is(volume, kind)).collect();
        let [first, second, ..] = kinds[..] else { continue };
        let [Some(first_member), Some(member)] = [first, second].map(|kind| volume.node.get_member(kind)) else {
            continue;
        };
        let finding = sink.report(member.key.range(), format!("{} has both `{first}` and `{second}`", called(volume)));
        finding.label(first_member.key.range(), "the other one");
        for (name, member) in [(first, first_member), (second, member)] {
            finding.fix(delete(member.key).map(|edits| Fix::manual(format!("delete `{name}`"), edits)));
        }
    }
}

/// Whether the volume is said to be of this kind for certain.
fn is(volume: Object<'_>, kind: &str) -> bool {
    match kind {
        "configuredAtLaunch" => is_at_launch(volume),
        "host" => volume.object("host").known().is_some_and(|host| host.name("sourcePath").node().is_some()),
        _ => volume.object(kind).known().is_some(),
    }
}
