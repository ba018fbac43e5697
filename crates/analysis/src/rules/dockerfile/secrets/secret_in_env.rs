//! `secret-in-env`: a secret as an environment variable of the image.

use super::hand_over::as_secret;
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::rules::dockerfile::variables::delete_pair;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::tables::secrets::{is_plain_value, secret_name};
use plimsoll_text::Edits;

rule! {
    /// What ENV sets stands in the image for everyone who can pull it.
    ///
    /// `docker history` and `docker inspect` show it, and so does every process of the container. Give a build its
    /// secret with `RUN --mount=type=secret`, and a container its own when it starts.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ENV DB_HOST=db.example.com DB_PASSWORD=correct-horse
    ///                          # ^^^^^^^^^^^ warning: `DB_PASSWORD` looks like a secret, and ENV keeps it in the image
    /// ```
    ///
    /// What only a RUN needs is better given to it alone:
    ///
    /// ```Dockerfile,bad
    /// FROM node:24-slim
    /// ENV NPM_TOKEN=correct-horse
    /// #   ^^^^^^^^^ warning: `NPM_TOKEN` looks like a secret, and ENV keeps it in the image
    /// RUN curl -fsSLH "Authorization: Bearer $NPM_TOKEN" https://npm.acme.io/app.tgz -o app.tgz
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM node:24-slim
    /// RUN --mount=type=secret,id=npm_token,env=NPM_TOKEN curl -fsSLH "Authorization: Bearer $NPM_TOKEN" https://npm.acme.io/app.tgz -o app.tgz
    /// ```
    ///
    /// Names that only speak of a secret, and values that cannot be one, are left alone:
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ENV PASSWORD_FILE=/run/secrets/password TOKEN_URL=https://auth.example.com/token SECRET_NAME=app
    /// ENV DB_PASSWORD="" TOKEN_EXPIRY=3600 AUTH_ENABLED=true PUBLIC_KEY=abc
    /// ENV API_KEY=${API_KEY}
    /// ```
    "secret-in-env" {
        summary: "secret as an environment variable of the image",
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
        let Body::Env(pairs) = &cx.instruction.body else { return };
        for pair in &pairs.pairs {
            let key = pair.key.raw(cx.source());
            if as_hadolint::is_secret(key) {
                let finding =
                    sink.report(pair.key.range, format!("`{key}` looks like a secret, and ENV keeps it in the image"));
                if let Some(value) = &pair.value {
                    finding.secret(value.range);
                }
            }
        }
        return;
    }
    let Body::Env(pairs) = &cx.instruction.body else { return };
    for (at, pair) in pairs.pairs.iter().enumerate() {
        let Some(key) = pair.key.literal(cx.source()).filter(|key| secret_name(key).is_some()) else { continue };
        let Some(value) = &pair.value else { continue };
        // What a variable brings is that variable's to answer for.
        if value.literal(cx.source()).is_none_or(|text| is_plain_value(&text)) {
            continue;
        }
        sink.report(pair.key.range, format!("`{key}` looks like a secret, and ENV keeps it in the image"))
            .note("everyone who can pull the image can read it")
            .secret(value.range)
            .fix(fix(cx, &key, delete_pair(cx, cx.instruction, &pairs.pairs, at)));
    }
}

/// Gives the value to the RUNs that use it. What the container alone uses is for a person to give it when it starts.
fn fix(cx: &InstructionCx<'_>, name: &str, gone: Option<Edits>) -> Option<Fix> {
    let gone = gone?;
    as_secret(cx, name, &gone).or_else(|| {
        let mut others = cx.build.steps.iter().enumerate().filter(|(step, _)| *step != cx.step);
        let is_needed = others.any(|(_, step)| {
            let runs = matches!(step.instruction.body, Body::Cmd(_) | Body::Entrypoint(_) | Body::Healthcheck(_));
            !runs && cx.text(step.instruction.range).contains(name)
        });
        let own = cx.text(cx.instruction.range).matches(name).count();
        (!is_needed && own == 1).then(|| Fix::manual("delete it, and give it to the container when it starts", gone))
    })
}
