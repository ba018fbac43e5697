//! `unbalanced-quote`: quote that is never closed.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::SyntaxErrorKind;

rule! {
    /// A quote opens in a word and is never closed.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ENV GREETING="hello
    /// #            ^^^^^^ error: this double quote is never closed
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ENV GREETING="hello" NAME='world' QUOTE=\"
    /// ```
    "unbalanced-quote" {
        summary: "quote that is never closed",
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
    report(cx, sink, SyntaxErrorKind::UnbalancedQuote, |_, _| None);
}
