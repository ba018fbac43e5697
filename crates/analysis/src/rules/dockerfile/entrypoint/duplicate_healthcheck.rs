//! `duplicate-healthcheck`: a HEALTHCHECK that another one replaces.

use super::duplicates;
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_dockerfile::Body;

rule! {
    /// Only the last HEALTHCHECK of a stage counts.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// HEALTHCHECK NONE
    /// ^^^^^^^^^^^ warning: this HEALTHCHECK has no effect: a later one replaces it
    /// HEALTHCHECK CMD ["/check"]
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// HEALTHCHECK CMD ["/check"]
    /// ```
    ///
    /// Each stage may have its own:
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11 AS base
    /// HEALTHCHECK CMD ["/check"]
    /// FROM base
    /// HEALTHCHECK NONE
    /// ```
    "duplicate-healthcheck" {
        summary: "a HEALTHCHECK that another one replaces",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["DL3012", "MultipleInstructionsDisallowed", "DS-0023"],
        options: &[],
        check: Check::Stage(check),
    }
}

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    duplicates::check(cx, sink, |body| matches!(body, Body::Healthcheck(_)));
}
