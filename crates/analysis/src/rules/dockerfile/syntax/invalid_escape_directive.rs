//! `invalid-escape-directive`: escape character that is neither a backslash nor a backtick.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::SyntaxErrorKind;
use plimsoll_text::{Edit, TextRange};

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
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    report(cx, sink, SyntaxErrorKind::InvalidEscapeDirective, |cx, error| choices(cx, error.range));
}

/// The two characters that can be meant, in place of the value at `range`, or behind a directive without one.
pub(super) fn choices(cx: &DockerfileCx<'_>, range: TextRange) -> [Fix; 2] {
    let is_empty = cx.text(range).trim_end().ends_with('=');
    [("a backslash", "\\"), ("a backtick", "`")].map(|(name, character)| {
        let edit = match is_empty {
            true => Edit::insert(range.end(), character),
            false => Edit::replace(range, character),
        };
        Fix::manual(format!("take {name}"), edit)
    })
}
