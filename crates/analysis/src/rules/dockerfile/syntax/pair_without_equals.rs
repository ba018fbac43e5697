//! `pair-without-equals`: word that is no NAME=value.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::SyntaxErrorKind;

rule! {
    /// In ENV and LABEL every word is a `NAME=value`. A value with blanks needs quotes.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ENV A=1 B
    /// #       ^ error: expected `NAME=value`, found `B`
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ENV A="1 B" C=2
    /// ENV OLD the old form
    /// ```
    "pair-without-equals" {
        summary: "word that is no NAME=value",
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
    report(cx, sink, SyntaxErrorKind::PairWithoutEquals, |_, _| None);
}
