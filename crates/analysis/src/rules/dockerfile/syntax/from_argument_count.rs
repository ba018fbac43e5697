//! `from-argument-count`: FROM with too few or too many words.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::SyntaxErrorKind;

rule! {
    /// FROM takes an image, and perhaps `AS` and a name. A `#` behind them starts no comment.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11 AS base # the base
    /// #                         ^^^^^^^^^^ error: FROM takes an image and `AS name`; a comment needs a line of its own
    /// ```
    ///
    /// ```Dockerfile,good
    /// # the base
    /// FROM --platform=linux/amd64 debian:12.11 AS base
    /// ```
    "from-argument-count" {
        summary: "FROM with too few or too many words",
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
    report(cx, sink, SyntaxErrorKind::FromArgumentCount, |_, _| None);
}
