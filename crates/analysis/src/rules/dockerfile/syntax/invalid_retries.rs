//! `invalid-retries`: number of retries that is none.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{SyntaxError, SyntaxErrorKind};
use plimsoll_text::Edit;

rule! {
    /// `--retries` takes a whole number.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// HEALTHCHECK --retries=-1 CMD true
    /// #                     ^^ error: expected a number from 0 on, found `-1`
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// HEALTHCHECK --retries=3 CMD true
    /// ```
    "invalid-retries" {
        summary: "number of retries that is none",
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
    report(cx, sink, SyntaxErrorKind::InvalidRetries, fix);
}

/// Docker's own default.
fn fix(_cx: &DockerfileCx<'_>, error: &SyntaxError) -> Option<Fix> {
    Some(Fix::manual("write `3`, the default", Edit::replace(error.range, "3")))
}
