//! `unsupported-ec2-setting`: setting that EC2 instances do not support.

use crate::rule::rule;
use crate::rules::ecs::unsupported;
use crate::{Category, Check, FixAvailability, Level, Levels, OptionKind, OptionSpec, Sink, TaskCx};
use plimsoll_model::ecs::Field;
use plimsoll_model::tables::unsupported::Where;

rule! {
    /// The task runs on EC2 alone and asks for something that only Fargate has.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "ephemeralStorage": { "sizeInGiB": 50 },
    /// //^^^^^^^^^^^^^^^^^^ error: EC2 does not support `ephemeralStorage`
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512 }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512 }
    ///   ]
    /// }
    /// ```
    ///
    /// S3 Files volumes are said not to work on EC2 either; the option `s3-files-on-ec2` reports them.
    ///
    /// ```json,bad,s3-files-on-ec2=true
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "volumes": [{ "name": "data", "s3filesVolumeConfiguration": { "fileSystemArn": "arn:aws:s3files:eu-west-1:123456789012:file-system/fs-1" } }],
    /// //                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: EC2 does not support `s3filesVolumeConfiguration`
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512 }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2", "FARGATE"],
    ///   "ephemeralStorage": { "sizeInGiB": 50 },
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512 }
    ///   ]
    /// }
    /// ```
    "unsupported-ec2-setting" {
        summary: "setting that EC2 instances do not support",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["pf-ecs-fargate-ephemeral-storage-ec2"],
        options: &[OptionSpec { name: OPTION, kind: OptionKind::Bool, docs: "report S3 Files volumes too" }],
        check: Check::TaskDefinition(check),
    }
}

const OPTION: &str = "s3-files-on-ec2";

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    if !cx.task.launch().is_only_ec2() {
        return;
    }
    for found in unsupported::find(cx.task, Where::Ec2) {
        unsupported::report(&found, "EC2", sink);
    }
    if !cx.settings.flag(&RULE, OPTION) {
        return;
    }
    for volume in cx.task.object.into_iter().flat_map(|task| task.objects("volumes")) {
        if let Field::Known { key, .. } = volume.object("s3filesVolumeConfiguration") {
            sink.report(key.range(), "EC2 does not support `s3filesVolumeConfiguration`");
        }
    }
}
