//! What shows that a container calls AWS, and what shows that it gets credentials elsewhere.
//!
//! Invariant: evidence is something written down; the absence of anything is none.

use crate::TaskCx;
use plimsoll_model::ecs::{Container, Field, Object, Variable};
use plimsoll_text::TextRange;
use std::borrow::Cow;

/// Something in the document that needs a task role.
pub(super) struct Evidence {
    pub(super) range: TextRange,
    /// What needs it: "the log router sends to `firehose`".
    pub(super) what: String,
}

/// Everything in the document that needs a task role, in order.
pub(super) fn in_document(cx: &TaskCx<'_>, task: Object<'_>) -> Vec<Evidence> {
    let mut found = Vec::new();
    for container in &cx.task.containers {
        log_router(container, &mut found);
        agent(container, &mut found);
    }
    for volume in task.objects("volumes") {
        if let Field::Known { value: efs, .. } = volume.object("efsVolumeConfiguration")
            && let Field::Known { value: authorization, .. } = efs.object("authorizationConfig")
            && let Field::Known { value, node, .. } = authorization.name("iam")
            && value == "ENABLED"
        {
            found.push(Evidence { range: node.range(), what: "the file system asks for IAM".to_owned() });
        }
        if let Field::Known { key, .. } = volume.object("s3filesVolumeConfiguration") {
            found.push(Evidence { range: key.range(), what: "the S3 Files volume needs a role".to_owned() });
        }
    }
    found
}

/// Whether a container is given credentials, a profile or an endpoint that is not AWS's, or may be.
pub(super) fn are_given(cx: &TaskCx<'_>) -> bool {
    cx.task.containers.iter().any(|container| {
        let object = container.object;
        let is_open = |key: &str| match object.array(key) {
            Field::Known { value: list, .. } => !list.is_complete(),
            Field::Absent { .. } => !object.is_complete(),
            Field::Partial { .. } | Field::Unknown { .. } => true,
        };
        let has_files = object.objects("environmentFiles").next().is_some();
        let secret = object.objects("secrets").any(|secret| is_credential(&secret.string("name")));
        let is_ours = |variable: &Variable<'_>| is_credential(&variable.name) || is_endpoint(variable);
        has_files || secret || container.variables().iter().any(is_ours) || is_open("environment") || is_open("secrets")
    })
}

fn is_credential(name: &Field<'_, Cow<'_, str>>) -> bool {
    const NAMES: &[&str] = &["AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE"];
    name.known().is_some_and(|name| NAMES.contains(&&**name))
}

fn is_endpoint(variable: &Variable<'_>) -> bool {
    let Some(name) = variable.name.known() else { return true };
    if name.starts_with("LOCALSTACK_") {
        return true;
    }
    let is_endpoint =
        name.starts_with("AWS_ENDPOINT_URL") || name.starts_with("S3_ENDPOINT") || *name == "AWS_S3_ENDPOINT";
    is_endpoint && !variable.value.known().is_some_and(|value| value.contains("amazonaws.com"))
}

fn log_router(container: &Container<'_>, found: &mut Vec<Evidence>) {
    /// Outputs of Fluent Bit that call AWS (its manual, November 2026).
    const OUTPUTS: &[&str] =
        &["cloudwatch", "cloudwatch_logs", "firehose", "kinesis_firehose", "kinesis", "kinesis_streams", "s3"];
    let Field::Known { value: log, .. } = container.object.object("logConfiguration") else { return };
    if log.name("logDriver").known().is_none_or(|driver| driver != "awsfirelens") {
        return;
    }
    let Field::Known { value: options, .. } = log.object("options") else { return };
    let option = |wanted: &str| {
        let keys = options.node.members().filter_map(|member| member.key.text());
        keys.into_iter().find(|key| key.eq_ignore_ascii_case(wanted)).map(|key| options.string(&key))
    };
    let Some(Field::Known { value: output, node, .. }) = option("Name") else { return };
    let output = output.to_ascii_lowercase();
    let is_signed = matches!(option("AWS_Auth"), Some(Field::Known { value, .. }) if value.eq_ignore_ascii_case("on"));
    if OUTPUTS.contains(&output.as_str()) || is_signed && matches!(output.as_str(), "es" | "opensearch") {
        found.push(Evidence { range: node.range(), what: format!("the log router sends to `{output}`") });
    }
}

fn agent(container: &Container<'_>, found: &mut Vec<Evidence>) {
    const AGENTS: &[&str] = &["aws-otel-collector", "aws-xray-daemon", "cloudwatch-agent"];
    let Some(image) = container.image_parts() else { return };
    if AGENTS.contains(&image.base_name()) {
        let what = format!("`{}` sends to AWS", image.base_name());
        found.push(Evidence { range: image.file_range(image.parts.repository), what });
    }
}
