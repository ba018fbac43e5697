//! `label-not-email`: label that should be a mail address.

use super::label_values::check_values;
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, LabelType, Level, Levels, Sink};

rule! {
    /// `[labels.schema]` of `plimsoll.toml` says which labels hold a mail address.
    ///
    /// ```Dockerfile,bad,labels=com.example.contact:email
    /// FROM debian:12.11
    /// LABEL com.example.contact="Jane Doe"
    /// #                         ^^^^^^^^^^ warning: the label `com.example.contact` is no mail address
    /// ```
    ///
    /// ```Dockerfile,good,labels=com.example.contact:email
    /// FROM debian:12.11
    /// LABEL com.example.contact=jane.doe@example.com
    /// ```
    "label-not-email" {
        summary: "label that should be a mail address",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["DL3058"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    check_values(cx, sink, |kind, value| {
        (*kind == LabelType::Email && !is_address(value)).then_some("is no mail address")
    });
}

/// `local@host`, no display name. Source: RFC 5322, section 3.4.1, without quoted local parts.
fn is_address(value: &str) -> bool {
    let Some((local, host)) = value.rsplit_once('@') else { return false };
    let is_atom = |text: &str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte) || byte >= 0x80;
        !text.is_empty() && text.bytes().all(plain)
    };
    let is_label = |text: &str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte >= 0x80;
        !text.is_empty() && text.bytes().all(plain) && !text.starts_with('-') && !text.ends_with('-')
    };
    local.split('.').all(is_atom) && host.split('.').all(is_label)
}
