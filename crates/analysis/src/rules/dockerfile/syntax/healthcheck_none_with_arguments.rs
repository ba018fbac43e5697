//! `healthcheck-none-with-arguments`: HEALTHCHECK NONE with something behind it.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{SyntaxError, SyntaxErrorKind};
use plimsoll_text::{Edit, TextRange, TextSize};

rule! {
    /// `HEALTHCHECK NONE` takes nothing.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// HEALTHCHECK NONE curl localhost
    /// #                ^^^^^^^^^^^^^^ error: `HEALTHCHECK NONE` takes no arguments
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// HEALTHCHECK NONE
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// HEALTHCHECK NONE
    /// ```
    "healthcheck-none-with-arguments" {
        summary: "HEALTHCHECK NONE with something behind it",
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
    report(cx, sink, SyntaxErrorKind::HealthcheckNoneWithArguments, fix);
}

/// Takes out what stands behind `NONE`, with the blanks before it.
fn fix(cx: &DockerfileCx<'_>, error: &SyntaxError) -> Option<Fix> {
    let before = &cx.source()[..usize::from(error.range.start())];
    let kept = before.trim_end_matches([' ', '\t']);
    // A continuation or a comment between would be lost.
    kept.to_ascii_uppercase().ends_with("NONE").then(|| {
        let range = TextRange::new(TextSize::of(kept), error.range.end());
        Fix::safe("delete what stands behind `NONE`", Edit::delete(range))
    })
}
