//! `invalid-firelens-configuration`: options of a log router that ECS does not take.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Field;
use plimsoll_model::ecs::is_s3_object;

rule! {
    /// `firelensConfiguration` takes three options: `enable-ecs-log-metadata`, `config-file-type` and `config-file-value`.
    ///
    /// The type is `s3` or `file`. The value is then the ARN of an object in S3, or an absolute path in the router's image.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "log",
    ///       "image": "log:1",
    ///       "firelensConfiguration": {
    ///         "type": "fluentbit",
    ///         "options": { "config-file-type": "s3", "config-file-value": "s3://bucket/extra.conf" }
    ///         //                                                          ^^^^^^^^^^^^^^^^^^^^^^^^ error: `config-file-value` is no ARN of an object in S3
    ///       }
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "log",
    ///       "image": "log:1",
    ///       "firelensConfiguration": {
    ///         "type": "fluentbit",
    ///         "options": { "enable-ecs-log-metadata": "true", "config-file-type": "file", "config-file-value": "/extra.conf" }
    ///       }
    ///     }
    ///   ]
    /// }
    /// ```
    "invalid-firelens-configuration" {
        summary: "options of a log router that ECS does not take",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    const KEYS: [&str; 3] = ["enable-ecs-log-metadata", "config-file-type", "config-file-value"];
    let Field::Known { value: firelens, .. } = cx.container.object.object("firelensConfiguration") else { return };
    let Field::Known { value: options, .. } = firelens.object("options") else { return };
    for member in options.node.members() {
        let is_literal = member.key.parts().iter().all(|part| part.placeholder.is_none());
        if let Some(key) = member.key.text().filter(|key| is_literal && !key.is_empty() && !KEYS.contains(&&**key)) {
            sink.report(member.key.range(), format!("`firelensConfiguration` has no option `{key}`"))
                .note("there are `enable-ecs-log-metadata`, `config-file-type` and `config-file-value`");
        }
    }
    let Field::Known { value: kind, node, key } = options.string("config-file-type") else { return };
    if !matches!(&*kind, "s3" | "file") {
        sink.report(node.range(), format!("`{kind}` is no type of a configuration file"))
            .note("there are `s3` and `file`");
        return;
    }
    match options.string("config-file-value") {
        Field::Absent { .. } if options.is_complete() => {
            sink.report(key.range(), "`config-file-type` has no `config-file-value`");
        }
        Field::Known { value, node, .. } if kind == "s3" && !is_s3_object(&value) => {
            sink.report(node.range(), "`config-file-value` is no ARN of an object in S3")
                .note("ECS answers \"Invalid arn syntax\"");
        }
        Field::Known { value, node, .. } if kind == "file" && !value.starts_with('/') => {
            sink.report(node.range(), "`config-file-value` is no absolute path")
                .note("it is a path in the image of the log router, from `/` on");
        }
        _ => {}
    }
}
