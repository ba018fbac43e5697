//! `unknown-mount-type`: type of mount that does not exist.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{SyntaxError, SyntaxErrorKind};
use plimsoll_text::Edit;

rule! {
    /// A mount is of type `bind`, `cache`, `tmpfs`, `secret` or `ssh`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN --mount=type=chache,target=/root/.cache make
    /// #                ^^^^^^ error: expected a type `bind`, `cache`, `tmpfs`, `secret` or `ssh`, found `chache`, perhaps `cache` is meant
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN --mount=type=cache,target=/root/.cache make
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN --mount=target=/src make
    /// ```
    "unknown-mount-type" {
        summary: "type of mount that does not exist",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    report(cx, sink, SyntaxErrorKind::UnknownMountType, fix);
}

/// What was probably meant.
fn fix(_cx: &DockerfileCx<'_>, error: &SyntaxError) -> Option<Fix> {
    let near = error.suggestion.as_deref()?;
    Some(Fix::r#unsafe(format!("write `{near}`"), Edit::replace(error.range, near)))
}
