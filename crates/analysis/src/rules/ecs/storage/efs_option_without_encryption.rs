//! `efs-option-without-encryption`: an EFS option that needs encryption.

use super::efs::{encrypt, open_volume};
use super::volume::{called, volumes};
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};

rule! {
    /// IAM authorization, access points and `transitEncryptionPort` need `transitEncryption`.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "taskRoleArn": "arn:aws:iam::123456789012:role/webTask",
    ///   "volumes": [
    ///     {
    ///       "name": "data",
    ///       "efsVolumeConfiguration": {
    ///         "fileSystemId": "fs-0123456789abcdef0",
    ///         "authorizationConfig": { "iam": "ENABLED" }
    ///         //                              ^^^^^^^^^ error: volume `data` uses IAM authorization without `transitEncryption`
    ///       }
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
    ///   "taskRoleArn": "arn:aws:iam::123456789012:role/webTask",
    ///   "volumes": [
    ///     {
    ///       "name": "data",
    ///       "efsVolumeConfiguration": {
    ///         "fileSystemId": "fs-0123456789abcdef0",
    ///         "authorizationConfig": { "iam": "ENABLED" },
    ///         "transitEncryption": "ENABLED"
    ///       }
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
    ///   "taskRoleArn": "arn:aws:iam::123456789012:role/webTask",
    ///   "volumes": [
    ///     {
    ///       "name": "data",
    ///       "efsVolumeConfiguration": {
    ///         "fileSystemId": "fs-0123456789abcdef0",
    ///         "transitEncryption": "ENABLED",
    ///         "authorizationConfig": { "iam": "ENABLED" }
    ///       }
    ///     }
    ///   ],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "mountPoints": [{ "sourceVolume": "data", "containerPath": "/data" }] }
    ///   ]
    /// }
    /// ```
    "efs-option-without-encryption" {
        summary: "EFS option that needs encryption",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["ECS.18", "pf-ecs-efs-iam-without-transit-encryption", "pf-ecs-efs-transit-encryption-port-without-encryption"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    for volume in volumes(cx.task) {
        let Some(open) = open_volume(volume) else { continue };
        let Some((node, what, answer)) = open.needing else { continue };
        let edits = encrypt(&open);
        sink.report(node.range(), format!("{} uses {what} without `transitEncryption`", called(volume)))
            .note(answer)
            .fix(edits.map(|edits| Fix::safe("encrypt the traffic", edits)));
    }
}
