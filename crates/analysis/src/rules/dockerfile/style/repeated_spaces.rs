//! `repeated-spaces`: several blanks between words.

use super::aspects::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_format::Aspect;

rule! {
    /// One blank parts two words. What stands in quotes, heredocs and the shell's own lines is left alone.
    ///
    /// ```Dockerfile,bad
    /// FROM  debian:12.11
    /// #   ^^ note: more blanks than one
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN echo "a  b"
    /// ```
    "repeated-spaces" {
        summary: "several blanks between words",
        category: Category::Style,
        levels: Levels::style(Level::Off, Level::Off, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    report(cx, sink, Aspect::Spaces, "more blanks than one", "keep one");
}
