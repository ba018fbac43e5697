//! `secret-in-label`: a secret in the metadata of the image.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::tables::secrets::{is_plain_value, secret_name};

rule! {
    /// Labels are what registries and tools show of an image without pulling it.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// LABEL com.example.api-key="correct-horse"
    ///     # ^^^^^^^^^^^^^^^^^^^ warning: `com.example.api-key` looks like a secret, and a label shows it to everyone
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// LABEL org.opencontainers.image.authors="a@example.com" com.example.token.url="https://auth.example.com"
    /// ```
    "secret-in-label" {
        summary: "secret in a label of the image",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Label(pairs) = &cx.instruction.body else { return };
    for pair in &pairs.pairs {
        let Some(key) = pair.key.literal(cx.source()).filter(|key| is_secret(key)) else { continue };
        let Some(value) = &pair.value else { continue };
        let plain = |text: &str| is_plain_value(text) || text.contains(char::is_whitespace);
        if value.literal(cx.source()).is_some_and(|text| !plain(&text)) {
            sink.report(pair.key.range, format!("`{key}` looks like a secret, and a label shows it to everyone"))
                .note("registries show labels without the image being pulled")
                .secret(value.range);
        }
    }
}

/// The last part of a key in reverse domain notation is its name: `com.example.api-key`.
fn is_secret(key: &str) -> bool {
    let name = key.rsplit('.').next().unwrap_or(key);
    secret_name(&name.replace('-', "_")).is_some()
}
