//! `heredoc-as-destination`: heredoc where a destination should be.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::SyntaxErrorKind;

rule! {
    /// A heredoc gives the content of a file; the path to write it to comes last.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY a <<EOF
    /// #      ^^^^^ error: COPY cannot write into a heredoc: expected a path
    /// EOF
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY <<EOF a
    /// EOF
    /// ```
    "heredoc-as-destination" {
        summary: "heredoc where a destination should be",
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
    report(cx, sink, SyntaxErrorKind::HeredocAsDestination, |_, _| None);
}
