//! `unencrypted-efs-transit`: an EFS volume whose traffic is not encrypted.

use super::efs::{encrypt, open_volume};
use super::volume::{called, volumes};
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};

rule! {
    /// Without `transitEncryption` everything that goes to and from the file system is in clear.
    ///
    /// On EC2 the instance needs the EFS mount helper for it.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "volumes": [
    ///     {
    ///       "name": "data",
    ///       "efsVolumeConfiguration": { "fileSystemId": "fs-0123456789abcdef0" }
    ///     //^^^^^^^^^^^^^^^^^^^^^^^^ warning: the traffic of volume `data` is not encrypted
    ///     }
    ///   ],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "mountPoints": [{ "sourceVolume": "data", "containerPath": "/data" }] }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "volumes": [
    ///     {
    ///       "name": "data",
    ///       "efsVolumeConfiguration": { "fileSystemId": "fs-0123456789abcdef0", "transitEncryption": "ENABLED" }
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
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "volumes": [
    ///     {
    ///       "name": "data",
    ///       "efsVolumeConfiguration": { "fileSystemId": "fs-0123456789abcdef0", "transitEncryption": "ENABLED" }
    ///     }
    ///   ],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "mountPoints": [{ "sourceVolume": "data", "containerPath": "/data" }] }
    ///   ]
    /// }
    /// ```
    "unencrypted-efs-transit" {
        summary: "EFS volume whose traffic is not encrypted",
        category: Category::Security,
        levels: Levels::ecs(Level::Warning, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["ECS.18", "CKV_AWS_97", "AWS-0035", "AVD-AWS-0035", "ECS Task Definition Volume Not Encrypted", "ECS Cluster Not Encrypted At Rest", "ecs-task-definition-efs-encryption-enabled", "AC_AWS_0463"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let launch = cx.task.launch();
    let only_fargate = launch.fargate && !launch.ec2 && !launch.external && !launch.managed_instances;
    for volume in volumes(cx.task) {
        // What cannot work without encryption is another rule's.
        let Some(open) = open_volume(volume).filter(|open| open.needing.is_none()) else { continue };
        let place = open.disabled.map_or(open.configuration.anchor(), plimsoll_json::Node::range);
        let title = "encrypt the traffic";
        let fix = encrypt(&open).map(|edits| match only_fargate {
            true => Fix::safe(title, edits),
            // The instance needs the EFS mount helper.
            false => Fix::r#unsafe(title, edits),
        });
        sink.report(place, format!("the traffic of {} is not encrypted", called(volume))).fix(fix);
    }
}
