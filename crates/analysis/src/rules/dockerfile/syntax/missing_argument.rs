//! `missing-argument`: instruction without anything behind it.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::SyntaxErrorKind;

rule! {
    /// The instruction says nothing.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// WORKDIR
    /// ^^^^^^^ error: WORKDIR needs an argument: expected a path
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// CMD []
    /// ```
    "missing-argument" {
        summary: "instruction without anything behind it",
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
    report(cx, sink, SyntaxErrorKind::MissingArgument, |_, _| None);
}
