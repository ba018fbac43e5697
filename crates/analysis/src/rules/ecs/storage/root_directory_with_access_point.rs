//! `root-directory-with-access-point`: a root directory that an access point already gives.

use super::volume::{called, volumes};
use crate::rule::rule;
use crate::rules::ecs::edits::delete;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::Node;
use plimsoll_model::ecs::{Field, Object};

rule! {
    /// An access point has a root directory of its own, so `rootDirectory` is left out or `/`.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "volumes": [
    ///     {
    ///       "name": "data",
    ///       "efsVolumeConfiguration": {
    ///         "fileSystemId": "fs-0123456789abcdef0",
    ///         "rootDirectory": "/x",
    ///         //               ^^^^ error: volume `data` has a `rootDirectory` beside its access point
    ///         "transitEncryption": "ENABLED",
    ///         "authorizationConfig": { "accessPointId": "fsap-0123456789abcdef0" }
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
    ///   "volumes": [
    ///     {
    ///       "name": "data",
    ///       "efsVolumeConfiguration": {
    ///         "fileSystemId": "fs-0123456789abcdef0",
    ///         "transitEncryption": "ENABLED",
    ///         "authorizationConfig": { "accessPointId": "fsap-0123456789abcdef0" }
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
    ///   "volumes": [
    ///     {
    ///       "name": "data",
    ///       "efsVolumeConfiguration": {
    ///         "fileSystemId": "fs-0123456789abcdef0",
    ///         "rootDirectory": "/",
    ///         "transitEncryption": "ENABLED",
    ///         "authorizationConfig": { "accessPointId": "fsap-0123456789abcdef0" }
    ///       }
    ///     },
    ///     {
    ///       "name": "more",
    ///       "efsVolumeConfiguration": {
    ///         "fileSystemId": "fs-0123456789abcdef0",
    ///         "rootDirectory": "/x",
    ///         "transitEncryption": "ENABLED"
    ///       }
    ///     }
    ///   ],
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "mountPoints": [
    ///         { "sourceVolume": "data", "containerPath": "/data" },
    ///         { "sourceVolume": "more", "containerPath": "/more" }
    ///       ]
    ///     }
    ///   ]
    /// }
    /// ```
    "root-directory-with-access-point" {
        summary: "root directory that an access point already gives",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["pf-ecs-efs-access-point-with-root-directory"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

const ANSWER: &str =
    "ECS answers \"When using an EFS access point, the root directory must either be set to / or be omitted\"";

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    for volume in volumes(cx.task) {
        let efs = volume.object("efsVolumeConfiguration").known().copied();
        let files = volume.object("s3filesVolumeConfiguration").known().copied();
        let efs_point = efs
            .and_then(|efs| efs.object("authorizationConfig").known().copied())
            .and_then(|authorization| certain(authorization, "accessPointId"));
        let files_point = files.and_then(|files| certain(files, "accessPointArn"));
        for (configuration, point) in [(efs, efs_point), (files, files_point)] {
            let (Some(configuration), Some(point)) = (configuration, point) else { continue };
            let Field::Known { value, node, .. } = configuration.name("rootDirectory") else { continue };
            if value == "/" {
                continue;
            }
            sink.report(node.range(), format!("{} has a `rootDirectory` beside its access point", called(volume)))
                .label(point.range(), "the access point")
                .note(ANSWER)
                .fix(delete(node).map(|edits| Fix::safe("delete `rootDirectory`", edits)));
        }
    }
}

/// The value at `key`, unless it may turn out to be nothing.
fn certain<'a>(object: Object<'a>, key: &str) -> Option<Node<'a>> {
    match object.name(key) {
        Field::Known { node, .. } | Field::Partial { node, .. } => Some(node),
        _ => None,
    }
}
