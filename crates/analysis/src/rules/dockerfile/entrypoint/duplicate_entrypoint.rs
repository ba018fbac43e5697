//! `duplicate-entrypoint`: an ENTRYPOINT that another one replaces.

use super::duplicates;
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_dockerfile::Body;

rule! {
    /// Only the last ENTRYPOINT of a stage counts.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ENTRYPOINT ["/app", "--debug"]
    /// ^^^^^^^^^^ warning: this ENTRYPOINT has no effect: a later one replaces it
    /// ENTRYPOINT ["/app"]
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ENTRYPOINT ["/app"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11 AS base
    /// ENTRYPOINT ["/app"]
    /// FROM base
    /// ENTRYPOINT ["/app", "--debug"]
    /// ```
    "duplicate-entrypoint" {
        summary: "an ENTRYPOINT that another one replaces",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["DL4004", "MultipleInstructionsDisallowed", "DS-0007"],
        options: &[],
        check: Check::Stage(check),
    }
}

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    duplicates::check(cx, sink, |body| matches!(body, Body::Entrypoint(_)));
}
