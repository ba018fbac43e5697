//! `label-not-url`: label that should be a URL.

use super::label_values::check_values;
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, LabelType, Level, Levels, Sink};

rule! {
    /// `[labels.schema]` of `plimsoll.toml` says which labels are URLs. A URL has a scheme and a host.
    ///
    /// ```Dockerfile,bad,labels=org.opencontainers.image.source:url
    /// FROM debian:12.11
    /// LABEL org.opencontainers.image.source=github.com/acme/app
    /// #                                     ^^^^^^^^^^^^^^^^^^^ warning: the label `org.opencontainers.image.source` is no URL
    /// ```
    ///
    /// ```Dockerfile,good,labels=org.opencontainers.image.source:url
    /// FROM debian:12.11
    /// ARG SOURCE
    /// LABEL org.opencontainers.image.source=https://github.com/acme/app
    /// LABEL org.opencontainers.image.source=$SOURCE
    /// ```
    "label-not-url" {
        summary: "label that should be a URL",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["DL3052"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    check_values(cx, sink, |kind, value| (*kind == LabelType::Url && !is_url(value)).then_some("is no URL"));
}

/// `scheme://host…`, `mailto:…` or `urn:…`, without blanks. Source: RFC 3986, section 3.
fn is_url(value: &str) -> bool {
    let Some((scheme, rest)) = value.split_once(':') else { return false };
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let is_plain = rest.chars().all(|character| !character.is_whitespace() && !"<>\"\\^`{|}".contains(character));
    let has_target = match rest.strip_prefix("//") {
        Some(rest) => !rest.is_empty() && (scheme == "file" || !rest.starts_with('/')),
        None => scheme == "mailto" && rest.contains('@') || scheme == "urn" && rest.contains(':'),
    };
    is_scheme && is_plain && has_target
}
