//! `invalid-escape-directive`: escape character that is neither a backslash nor a backtick.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::SyntaxErrorKind;

rule! {
    /// The directive `escape` takes a backslash or a backtick.
    ///
    /// ```Dockerfile,bad
    /// # escape=^
    /// #        ^ error: expected `\` or a backtick as escape character, found `^`
    /// FROM debian:12.11
    /// ```
    ///
    /// ```Dockerfile,good
    /// # escape=`
    /// FROM mcr.microsoft.com/windows/nanoserver:ltsc2022
    /// ```
    "invalid-escape-directive" {
        summary: "escape character that is neither a backslash nor a backtick",
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
    report(cx, sink, SyntaxErrorKind::InvalidEscapeDirective, |_, _| None);
}
