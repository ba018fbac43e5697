//! `invalid-stage-name`: stage name with characters that are not allowed.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::SyntaxErrorKind;

rule! {
    /// The name of a stage starts with a letter and holds letters, digits, `-`, `_` and `.`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11 AS 1st
    /// #                    ^^^ error: `1st` is no stage name: expected a letter, then letters, digits, `-`, `_` and `.`
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11 AS first-1.0_x
    /// ```
    "invalid-stage-name" {
        summary: "stage name with characters that are not allowed",
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
    report(cx, sink, SyntaxErrorKind::InvalidStageName, |_, _| None);
}
