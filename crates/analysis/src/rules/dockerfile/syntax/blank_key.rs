//! `blank-key`: value without a name.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::SyntaxErrorKind;

rule! {
    /// There is no name before the `=`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ENV =1
    /// #   ^^ error: expected a name before `=` in ENV
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ENV A=
    /// ```
    "blank-key" {
        summary: "value without a name",
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
    report(cx, sink, SyntaxErrorKind::BlankKey, |_, _| None);
}
