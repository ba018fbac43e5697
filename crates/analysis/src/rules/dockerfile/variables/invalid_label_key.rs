//! `invalid-label-key`: label key that the conventions do not allow.

use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_text::{Edit, TextRange};

rule! {
    /// Docker's guidelines want label keys of lower-case letters, digits, `.`, `-` and `_`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// LABEL Build-Date=2026-11-01
    /// #     ^^^^^^^^^^ warning: `Build-Date` is no proper label key: lower-case letters, digits, single `.`, `-` and `_` inside
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// LABEL build-date=2026-11-01
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// LABEL org.opencontainers.image.created=2026-11-01 build_date=2026-11-01
    /// ```
    "invalid-label-key" {
        summary: "label key that the conventions do not allow",
        category: Category::Style,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Note),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DL3048"],
        options: &[as_hadolint::OPTION],
        check: Check::Instruction(check),
    }
}

/// Upper-case keys of Red Hat's tools, which read them as they are.
/// Source: Container Application Generic Labels, 2026-11.
const LEGACY: [&str; 19] = [
    "Name",
    "Vendor",
    "Version",
    "Release",
    "License",
    "Architecture",
    "Summary",
    "RUN",
    "INSTALL",
    "UNINSTALL",
    "UPDATE",
    "STOP",
    "HELP",
    "Maintainer",
    "BZComponent",
    "Build_Host",
    "Authoritative_Registry",
    "Component",
    "RUN_OPTS_FILE",
];

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Label(pairs) = &cx.instruction.body else { return };
    if as_hadolint::is_on(cx.settings, &RULE) {
        for pair in &pairs.pairs {
            let key = cx.text(pair.key.range).trim_matches(['"', '\'']);
            // A slash is no offence, a digit in front is one.
            if key.starts_with(|first: char| first.is_ascii_digit()) || !is_valid(&key.replace('/', "_")) {
                sink.report(pair.key.range, format!("`{key}` is no proper label key"));
            }
        }
        return;
    }
    for pair in &pairs.pairs {
        let Some(key) = pair.key.literal(cx.source()) else { continue };
        let is_placeholder = key.contains(['{', '}', '%', '@', '<']);
        // Eclipse Che finds its servers by such keys.
        let is_read_by_tool = LEGACY.contains(&&*key) || key.starts_with("che:");
        if key.trim().is_empty() || is_valid(&key) || is_placeholder || is_read_by_tool {
            continue;
        }
        let message =
            format!("`{key}` is no proper label key: lower-case letters, digits, single `.`, `-` and `_` inside");
        sink.report(pair.key.range, message).fix(fix(cx, &key, pair.key.range));
    }
}

fn is_valid(key: &str) -> bool {
    let ends = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let inside = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte);
    let bytes = key.as_bytes();
    ends(bytes.first())
        && ends(bytes.last())
        && bytes.iter().copied().all(inside)
        && !key.contains("..")
        && !key.contains("--")
}

fn fix(cx: &InstructionCx<'_>, key: &str, place: TextRange) -> Option<Fix> {
    let lower = key.to_ascii_lowercase();
    let mut mended = String::new();
    for character in lower.chars().map(|ch| if matches!(ch, ' ' | '/') { '-' } else { ch }) {
        // Of two separators side by side the first one stays.
        if !(matches!(character, '.' | '-') && mended.ends_with(character)) {
            mended.push(character);
        }
    }
    let mended = mended.trim_matches(['.', '-', '_']).to_owned();
    let is_taken = cx.source().contains(&mended) && mended != lower && lower.contains([' ', '/']);
    let taken_by_label = cx.syntax.instructions().any(|other| match &other.body {
        Body::Label(pairs) => {
            pairs.pairs.iter().any(|pair| pair.key.literal(cx.source()).is_some_and(|key| *key == mended))
        }
        _ => false,
    });
    let written = cx.text(place);
    let is_plain = written == key || written.trim_matches('"') == key;
    (is_valid(&mended) && !is_taken && !taken_by_label && is_plain)
        .then(|| Fix::r#unsafe(format!("write `{mended}`"), Edit::replace(place, mended)))
}
