//! `invalid-cache-sharing`: sharing that no cache mount has.

use super::mounts::{mounts, option};
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink, nearest};
use plimsoll_text::Edit;

rule! {
    /// A cache mount is `shared`, `private` or `locked`; other mounts have no `sharing`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN --mount=type=cache,target=/c,sharing=lockd make
    /// #                                ^^^^^^^^^^^^^ error: expected `shared`, `private` or `locked`, found `lockd`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN --mount=type=cache,target=/c,sharing=locked make
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN --mount=type=bind,target=/b,sharing=locked make
    /// #                               ^^^^^^^^^^^^^^ error: only cache mounts have `sharing`, this is a `bind` mount
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN --mount=type=cache,target=/c,sharing=locked make
    /// ```
    "invalid-cache-sharing" {
        summary: "sharing that no cache mount has",
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
    let modes = ["shared", "private", "locked"];
    for (mount, kind) in mounts(cx) {
        let Some((found, value)) = option(cx, mount, &["sharing"]) else { continue };
        if !modes.iter().any(|mode| mode.eq_ignore_ascii_case(value)) {
            let fix = nearest(value, modes, 2).zip(found.value);
            sink.report(found.range, format!("expected `shared`, `private` or `locked`, found `{value}`"))
                .note("BuildKit stops here")
                .fix(fix.map(|(near, place)| Fix::r#unsafe(format!("write `{near}`"), Edit::replace(place, near))));
        } else if !matches!(&*kind, "cache" | "secret") {
            sink.report(found.range, format!("only cache mounts have `sharing`, this is a `{kind}` mount"))
                .note("BuildKit stops here");
        }
    }
}
