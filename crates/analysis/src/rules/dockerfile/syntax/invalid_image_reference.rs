//! `invalid-image-reference`: image name that no registry can have.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::dockerfile::Image;
use plimsoll_text::{Edit, TextRange, size};

rule! {
    /// The name of an image is lower-case, and neither tag nor digest is empty.
    ///
    /// ```Dockerfile,bad
    /// FROM localhost:5000/Base:1.4
    /// #                   ^^^^ error: `Base` is no image name: it must be lower-case
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM localhost:5000/base:1.4
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM debian:
    /// #    ^^^^^^^ error: the tag behind `:` is empty
    /// FROM debian:12.11@sha256:b5ace5
    /// #    ^^^^^^^^^^^^^^^^^^^^^^^^^^ error: a SHA-256 digest has 64 hexadecimal digits
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian
    /// FROM debian:12.11@sha256:b5ace5
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11 AS Build
    /// FROM Build
    /// FROM localhost:5000/app:1.4
    /// FROM ${REGISTRY}/App:1.4
    /// ```
    ///
    /// A word in capitals alone is what a script replaces before the build:
    ///
    /// ```Dockerfile,good
    /// FROM BASEIMAGE
    /// FROM REPLACE-ME:1.4
    /// ```
    "invalid-image-reference" {
        summary: "image name that no registry can have",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let (Body::From(from), Some(stage)) = (&cx.instruction.body, cx.stage) else { return };
    let Some(word) = &from.image else { return };
    let Some(value) = cx.build.expand(cx.step, word) else { return };
    let lower = value.text.to_lowercase();
    let is_stage = cx.build.stages[..stage.0].iter().any(|stage| stage.name.as_deref() == Some(lower.as_str()));
    let image = Image::new(value);
    let repository = image.repository();
    if is_stage || !image.is_plausible() {
        return;
    }
    let digest = image.digest();
    let (text, name) = (image.text(), image.name());
    // Only what stands there to the letter can be taken away.
    let without = |at: usize, mark: char| {
        let is_written = cx.text(word.range) == text && text[at..].starts_with(mark);
        let place = TextRange::at(word.range.start() + size(at), size(1));
        is_written.then(|| Fix::r#unsafe(format!("take the `{mark}` away"), Edit::delete(place)))
    };
    let is_sha256 = |digest: &str| {
        digest
            .strip_prefix("sha256:")
            .is_some_and(|hex| hex.len() != 64 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    if repository.bytes().any(|byte| byte.is_ascii_uppercase()) {
        let place = image.repository_origin();
        let fix =
            place.map(|place| Fix::r#unsafe("write it in lower case", Edit::replace(place, repository.to_lowercase())));
        sink.report(place.unwrap_or(word.range), format!("`{repository}` is no image name: it must be lower-case"))
            .note("BuildKit stops here")
            .fix(fix);
    } else if image.tag() == Some("") {
        sink.report(word.range, "the tag behind `:` is empty")
            .note("BuildKit stops here")
            .fix(without(name.len(), ':'));
    } else if digest == Some("") {
        let at = text.len().saturating_sub(1);
        sink.report(word.range, "the digest behind `@` is empty").note("BuildKit stops here").fix(without(at, '@'));
    } else if digest.is_some_and(is_sha256) {
        sink.report(word.range, "a SHA-256 digest has 64 hexadecimal digits").note("BuildKit stops here");
    } else if !repository.split('/').all(is_component) {
        let message = format!("`{repository}` is no image name: its parts start and end with a letter or digit");
        sink.report(word.range, message).note("BuildKit stops here");
    } else if let Some(tag) =
        image.tag().filter(|tag| tag.starts_with(['.', '-']) || tag.len() > 128 || tag.contains(':'))
    {
        sink.report(word.range, format!("`{tag}` is no tag")).note("BuildKit stops here");
    }
}

/// Letters and digits, and between them `.`, `_`, `__` or hyphens.
/// Source: the grammar in the package `distribution/reference`, 2026-11.
fn is_component(part: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let mut separators = part.split(|it: char| it.is_ascii_alphanumeric()).filter(|between| !between.is_empty());
    let is_ended = part.bytes().next().is_some_and(is_inner) && part.bytes().next_back().is_some_and(is_inner);
    is_ended
        && separators.all(|between| matches!(between, "." | "_" | "__") || between.bytes().all(|byte| byte == b'-'))
}
