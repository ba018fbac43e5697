//! `non-boolean-flag`: flag that takes true or false has another value.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{SyntaxError, SyntaxErrorKind};
use plimsoll_text::Edit;

rule! {
    /// The flag takes `true` or `false`, or no value at all.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY --link=yes a b
    /// #           ^^^ error: expected `true` or `false`, found `yes`
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY --link=true a b
    /// ```
    "non-boolean-flag" {
        summary: "flag that takes true or false has another value",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    report(cx, sink, SyntaxErrorKind::NonBooleanFlag, fixes);
}

fn fixes(_cx: &DockerfileCx<'_>, error: &SyntaxError) -> [Fix; 2] {
    ["true", "false"].map(|value| Fix::manual(format!("write `{value}`"), Edit::replace(error.range, value)))
}
