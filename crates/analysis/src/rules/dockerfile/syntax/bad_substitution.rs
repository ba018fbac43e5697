//! `bad-substitution`: variable substitution that BuildKit does not know.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::SyntaxErrorKind;

rule! {
    /// A `${…}` cannot be read: it is not closed, has no name, or a modifier that BuildKit does not know.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ENV DIR=${HOME
    /// #       ^^^^^^ error: this `${` has no `}`
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ENV DIR=${HOME:-/root} BASE=${DIR%/*}
    /// RUN echo ${X^^}
    /// ```
    "bad-substitution" {
        summary: "variable substitution that BuildKit does not know",
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
    report(cx, sink, SyntaxErrorKind::BadSubstitution, |_, _| None);
}
