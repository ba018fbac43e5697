//! `invalid-retries`: number of retries that is none.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::SyntaxErrorKind;

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
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    report(cx, sink, SyntaxErrorKind::InvalidRetries, |_, _| None);
}
