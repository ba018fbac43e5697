//! `label-not-semver`: label that should be a semantic version.

use super::label_values::check_values;
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, LabelType, Level, Levels, Sink};

rule! {
    /// `[labels.schema]` of `plimsoll.toml` says which labels hold a version as Semantic Versioning 2.0 has it. With the type
    /// `v-semver` a `v` may stand in front.
    ///
    /// ```Dockerfile,bad,labels=org.opencontainers.image.version:semver
    /// FROM debian:12.11
    /// LABEL org.opencontainers.image.version=1.2
    /// #                                      ^^^ warning: the label `org.opencontainers.image.version` is no semantic version such as `1.4.0`
    /// ```
    ///
    /// ```Dockerfile,good,labels=org.opencontainers.image.version:v-semver
    /// FROM debian:12.11
    /// LABEL org.opencontainers.image.version=v1.2.0-rc.1+build.7
    /// ```
    "label-not-semver" {
        summary: "label that should be a semantic version",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["DL3056"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    check_values(cx, sink, |kind, value| {
        let LabelType::Semver { leading_v } = kind else { return None };
        let bare = value.strip_prefix('v').filter(|_| *leading_v).unwrap_or(value);
        (!is_semver(bare)).then_some("is no semantic version such as `1.4.0`")
    });
}

/// Source: Semantic Versioning 2.0.0, its grammar.
fn is_semver(value: &str) -> bool {
    let (value, build) = value.split_once('+').map_or((value, None), |(value, build)| (value, Some(build)));
    let (core, pre) = value.split_once('-').map_or((value, None), |(core, pre)| (core, Some(pre)));
    let is_number = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'))
    };
    let is_word =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let is_pre = |text: &str| is_word(text) && (is_number(text) || !text.bytes().all(|byte| byte.is_ascii_digit()));
    core.split('.').count() == 3
        && core.split('.').all(is_number)
        && pre.is_none_or(|pre| pre.split('.').all(is_pre))
        && build.is_none_or(|build| build.split('.').all(is_word))
}
