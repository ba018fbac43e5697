//! `invalid-duration`: value that is no duration.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{SyntaxError, SyntaxErrorKind};
use plimsoll_text::Edit;

rule! {
    /// A duration has a unit: `30s`, `1m30s`, `500ms`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// HEALTHCHECK --interval=30 CMD true
    /// #                      ^^ error: expected a duration as `30s`, `1m30s` or `500ms`, found `30`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// HEALTHCHECK --interval=30s CMD true
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// HEALTHCHECK --interval=1m30s --timeout=0 CMD true
    /// ```
    "invalid-duration" {
        summary: "value that is no duration",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    report(cx, sink, SyntaxErrorKind::InvalidDuration, fix);
}

/// A bare number is meant in seconds, as in every other tool's settings.
fn fix(cx: &DockerfileCx<'_>, error: &SyntaxError) -> Option<Fix> {
    let value = cx.text(error.range);
    let whole = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    whole.then(|| Fix::safe("take it for seconds", Edit::insert(error.range.end(), "s")))
}
