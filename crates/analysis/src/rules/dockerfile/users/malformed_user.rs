//! `malformed-user`: a USER that names no user.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;

rule! {
    /// USER takes a user, or a user and a group with a colon between them.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// USER app:app:app
    ///    # ^^^^^^^^^^^ error: expected `user` or `user:group`, found `app:app:app`
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// USER app:app
    /// USER 1000:1000
    /// USER $UID:$GID
    /// ```
    "malformed-user" {
        summary: "a USER that names no user",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Error, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::User(Some(word)) = &cx.instruction.body else { return };
    // What follows a blank is the business of `extra-argument`.
    let Some(text) = word.literal(cx.source()).filter(|text| !text.contains(char::is_whitespace)) else { return };
    // Source: containerd's `WithUser`, which BuildKit and Docker use, 2026-11.
    let parts: Vec<&str> = text.split(':').collect();
    if parts.len() > 2 || parts.iter().any(|part| part.is_empty()) {
        sink.report(word.range, format!("expected `user` or `user:group`, found `{text}`"));
    }
}
