//! `label-not-git-hash`: label that should be a commit.

use super::label_values::check_values;
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, LabelType, Level, Levels, Sink};

rule! {
    /// `[labels.schema]` of `plimsoll.toml` says which labels hold the hash of a git commit: 40 hexadecimal digits, 64 in
    /// repositories with SHA-256. With the type `short-hash` seven digits are enough.
    ///
    /// ```Dockerfile,bad,labels=org.opencontainers.image.revision:hash
    /// FROM debian:12.11
    /// LABEL org.opencontainers.image.revision=v1.2
    /// #                                       ^^^^ warning: the label `org.opencontainers.image.revision` is no hash of a git commit
    /// ```
    ///
    /// ```Dockerfile,good,labels=org.opencontainers.image.revision:short-hash
    /// FROM debian:12.11
    /// LABEL org.opencontainers.image.revision=1250d28
    /// ```
    "label-not-git-hash" {
        summary: "label that should be a commit",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["DL3055"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    check_values(cx, sink, |kind, value| {
        let LabelType::GitHash { short } = kind else { return None };
        let is_length = matches!(value.len(), 40 | 64) || (*short && (7..=64).contains(&value.len()));
        let is_hash = is_length && value.bytes().all(|byte| byte.is_ascii_hexdigit());
        (!is_hash).then_some("is no hash of a git commit")
    });
}
