//! `secret-in-arg`: a secret as a build argument.

use super::hand_over::as_secret;
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::tables::secrets::{is_plain_value, secret_name};
use plimsoll_text::Edit;

rule! {
    /// What `--build-arg` gives stays in the history of the image.
    ///
    /// `docker history` shows it to everyone who can pull the image. Give the RUN that needs it a
    /// `--mount=type=secret,id=…,env=…` instead.
    ///
    /// ```Dockerfile,bad
    /// FROM node:24-slim
    /// ARG NPM_TOKEN
    ///   # ^^^^^^^^^ warning: `NPM_TOKEN` looks like a secret, and a build argument stays in the image's history
    /// RUN curl -fsSLH "Authorization: Bearer $NPM_TOKEN" https://npm.acme.io/app.tgz -o app.tgz
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM node:24-slim
    /// RUN --mount=type=secret,id=npm_token,env=NPM_TOKEN curl -fsSLH "Authorization: Bearer $NPM_TOKEN" https://npm.acme.io/app.tgz -o app.tgz
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24-slim
    /// ARG TOKEN_URL=https://auth.example.com
    /// ARG KEY_FILE=/etc/key
    /// RUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm ci
    /// ```
    "secret-in-arg" {
        summary: "secret as a build argument",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DL3064", "SecretsUsedInArgOrEnv", "DS-0031", "docker:S6472"],
        options: &[as_hadolint::OPTION],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    if as_hadolint::is_on(cx.settings, &RULE) {
        let Body::Arg(pairs) = &cx.instruction.body else { return };
        for pair in pairs {
            let key = pair.key.raw(cx.source());
            if as_hadolint::is_secret(key) {
                let message = format!("`{key}` looks like a secret, and a build argument stays in the image's history");
                let finding = sink.report(pair.key.range, message);
                if let Some(value) = &pair.value {
                    finding.secret(value.range);
                }
            }
        }
        return;
    }
    // Before the first FROM an argument is only seen by FROM lines, and by stages that declare it again.
    let (Body::Arg(pairs), Some(stage)) = (&cx.instruction.body, cx.stage) else { return };
    for pair in pairs {
        let Some(key) = pair.key.literal(cx.source()).filter(|key| secret_name(key).is_some()) else { continue };
        let default = pair.value.as_ref();
        if default.is_some_and(|value| value.literal(cx.source()).is_none_or(|text| is_plain_value(&text))) {
            continue;
        }
        let message = format!("`{key}` looks like a secret, and a build argument stays in the image's history");
        let finding = sink.report(pair.key.range, message);
        finding.note(match cx.build.stage(stage).shipped {
            true => "everyone who can pull the image can read it",
            false => "the stage is not shipped, but its build cache and provenance keep the value",
        });
        if let Some(value) = default {
            finding.secret(value.range);
        }
        finding.fix(if pairs.len() == 1 { mount(cx, &key) } else { None });
    }
}

/// Deletes the ARG and gives its value as a secret.
fn mount(cx: &InstructionCx<'_>, name: &str) -> Option<Fix> {
    let item = cx.syntax.items.iter().find(|item| item.range.contains_range(cx.instruction.range))?;
    let own_line = cx.text(item.range).trim() == cx.text(cx.instruction.range) && cx.instruction.comments.is_empty();
    own_line.then(|| as_secret(cx, name, &Edit::delete(item.range).into())).flatten()
}
