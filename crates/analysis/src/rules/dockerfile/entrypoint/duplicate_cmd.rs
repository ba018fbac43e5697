//! `duplicate-cmd`: a CMD that another one replaces.

use super::duplicates;
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_dockerfile::Body;

rule! {
    /// Only the last CMD of a stage counts.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// CMD ["/app", "--debug"]
    /// ^^^ warning: this CMD has no effect: a later one replaces it
    /// CMD ["/app"]
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// CMD ["/app"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11 AS base
    /// CMD ["/app"]
    /// FROM base
    /// CMD ["/app", "--debug"]
    /// ```
    "duplicate-cmd" {
        summary: "a CMD that another one replaces",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["DL4003", "MultipleInstructionsDisallowed", "DS-0016"],
        options: &[],
        check: Check::Stage(check),
    }
}

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    duplicates::check(cx, sink, |body| matches!(body, Body::Cmd(_)));
}
