//! `invalid-credential-spec`: credential specification that ECS does not take.

use crate::rule::rule;
use crate::rules::ecs::names;
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Field;
use plimsoll_model::tables::limits;

rule! {
    /// `credentialSpecs` has one element: `credentialspec:` or `credentialspecdomainless:` and the ARN of an SSM
    /// parameter or an S3 object.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "credentialSpecs": ["arn:aws:s3:::bucket/web.json"] },
    /// //                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: a credential specification starts with `credentialspec:` or `credentialspecdomainless:`
    ///     { "name": "log", "image": "log:1", "credentialSpecs": ["credentialspec:web.json"] }
    /// //                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^ error: a credential specification names an SSM parameter or an S3 object by its ARN
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "credentialSpecs": ["credentialspecdomainless:arn:aws:ssm:eu-west-1:123456789012:parameter/web"] },
    ///     { "name": "log", "image": "log:1", "credentialSpecs": ["credentialspec:arn:aws:s3:::${BUCKET}/web.json"] }
    ///   ]
    /// }
    /// ```
    "invalid-credential-spec" {
        summary: "credential specification that ECS does not take",
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
    let Field::Known { value: list, key, .. } = cx.container.object.array("credentialSpecs") else { return };
    let count = list.node.elements().count();
    if count > limits::CREDENTIAL_SPECS {
        sink.report(key.range(), format!("{} has {count} credential specifications", cx.container.called()))
            .note("one is the most that there can be");
    }
    for (node, text) in list.strings() {
        let Some(text) = text.filter(|text| !names::may_be_replaced(text)) else { continue };
        let rest = text.strip_prefix("credentialspecdomainless:").or_else(|| text.strip_prefix("credentialspec:"));
        match rest {
            None => {
                let message = "a credential specification starts with `credentialspec:` or `credentialspecdomainless:`";
                sink.report(node.range(), message);
            }
            Some(rest) if !is_arn(rest) => {
                let message = "a credential specification names an SSM parameter or an S3 object by its ARN";
                sink.report(node.range(), message);
            }
            Some(_) => {}
        }
    }
}

fn is_arn(text: &str) -> bool {
    let fields: Vec<&str> = text.splitn(6, ':').collect();
    match fields[..] {
        ["arn", partition, service, _, _, resource] if partition.starts_with("aws") => match service {
            "s3" => resource.split_once('/').is_some_and(|(bucket, key)| !bucket.is_empty() && !key.is_empty()),
            "ssm" => resource.starts_with("parameter/"),
            _ => false,
        },
        _ => false,
    }
}
