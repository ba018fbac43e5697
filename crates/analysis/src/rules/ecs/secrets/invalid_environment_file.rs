//! `invalid-environment-file`: an environment file that ECS cannot read.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Field;
use plimsoll_model::ecs::is_s3_object;
use plimsoll_model::tables::limits::ENVIRONMENT_FILES;

rule! {
    /// An environment file is the ARN of an object in S3 whose name ends in `.env`. A container has at most ten of them.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "executionRoleArn": "arn:aws:iam::123456789012:role/webExecution",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "environmentFiles": [
    ///         { "type": "s3", "value": "s3://bucket/web.env" },
    ///         //                       ^^^^^^^^^^^^^^^^^^^^^ error: the environment file is no ARN of an object in S3
    ///         { "type": "s3", "value": "arn:aws:s3:::bucket/web.txt" }
    ///         //                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: the name of the environment file does not end in `.env`
    ///       ]
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "executionRoleArn": "arn:aws:iam::123456789012:role/webExecution",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "environmentFiles": [
    ///         { "type": "s3", "value": "arn:aws:s3:::bucket/web.env" },
    ///         { "type": "s3", "value": "arn:aws:s3:::${BUCKET}/web.env" }
    ///       ]
    ///     }
    ///   ]
    /// }
    /// ```
    "invalid-environment-file" {
        summary: "environment file that ECS cannot read",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["pf-ecs-environment-files-max", "pf-ecs-environment-files-type"],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Field::Known { value: list, key, .. } = cx.container.object.array("environmentFiles") else { return };
    let count = list.node.elements().count();
    if count > ENVIRONMENT_FILES {
        sink.report(key.range(), format!("{} has {count} environment files", cx.container.called()))
            .note("ECS answers \"The maximum number of environment files was exceeded. Specify ten or less\"");
    }
    for file in cx.container.object.objects("environmentFiles") {
        let Field::Known { value, node, .. } = file.name("value") else { continue };
        if !is_s3_object(&value) {
            sink.report(node.range(), "the environment file is no ARN of an object in S3")
                .note("ECS answers \"Invalid arn syntax\"");
        } else if !value.ends_with(".env") {
            sink.report(node.range(), "the name of the environment file does not end in `.env`")
                .note("ECS takes no other files; the task cannot start");
        }
    }
}
