//! `secret-baked-into-image`: a secret that stands in the image too.

use crate::rule::rule;
use crate::rules::ecs::partner::Partner;
use crate::rules::ecs::secrets::environment::is_dummy;
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::dockerfile::BindingValue;
use plimsoll_model::ecs::Field;
use plimsoll_model::tables::secrets::is_plain_value;

rule! {
    /// The container gets a variable as a secret, and the Dockerfile sets the same variable to a value.
    ///
    /// Whoever gets the image can read that value. Take it out of the Dockerfile; if it was ever real, replace it.
    ///
    /// ```text,context,file=Dockerfile
    /// FROM python:3.12
    /// ENV DB_PASSWORD=correct-horse
    /// ```
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "executionRoleArn": "arn:aws:iam::123456789012:role/webExecution",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1",
    ///       "secrets": [{ "name": "DB_PASSWORD", "valueFrom": "db" }]
    ///       //                    ^^^^^^^^^^^^^ warning: `DB_PASSWORD` is a secret here, and Dockerfile sets it to a value
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```text,context,file=Dockerfile.api
    /// FROM python:3.12
    /// ENV DB_PASSWORD=""
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "api",
    ///   "executionRoleArn": "arn:aws:iam::123456789012:role/webExecution",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "api",
    ///       "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/api:1",
    ///       "secrets": [{ "name": "DB_PASSWORD", "valueFrom": "db" }]
    ///     }
    ///   ]
    /// }
    /// ```
    "secret-baked-into-image" {
        summary: "secret that stands in the image too",
        category: Category::Security,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let secrets: Vec<_> = cx
        .container
        .object
        .objects("secrets")
        .filter_map(|entry| match entry.name("name") {
            Field::Known { value, node, .. } => Some((value, node)),
            _ => None,
        })
        .collect();
    if secrets.is_empty() {
        return;
    }
    let Some(partner) = Partner::of(cx, cx.container) else { return };
    let build = partner.build();
    let Some(stage) = build.final_stage() else { return };
    for (name, node) in secrets {
        let Some(binding) = build.binding(stage.id, stage.steps.end, &name) else { continue };
        let BindingValue::Known(value) = &binding.value else { continue };
        if is_dummy(&value.text) || is_plain_value(&value.text) || value.text.chars().count() < 4 {
            continue;
        }
        // No label in the Dockerfile: it would show the line with the value.
        sink.report(node.range(), format!("`{name}` is a secret here, and {} sets it to a value", partner.file.path))
            .note("whoever gets the image can read that value");
    }
}
