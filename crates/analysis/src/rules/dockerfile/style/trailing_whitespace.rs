//! `trailing-whitespace`: blanks at the end of a line.

use super::aspects::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_format::Aspect;

rule! {
    /// Blanks at the end of a line are invisible, and behind a continuation mark other parsers than BuildKit take them for the
    /// end of the instruction. Heredocs are left alone: there a blank may mean something.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// # builds it··
    /// #          ^^ note: the line ends in blanks
    /// RUN make
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// # builds it
    /// RUN make
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN make
    /// ```
    "trailing-whitespace" {
        summary: "blanks at the end of a line",
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
    report(cx, sink, Aspect::LineEnds, "the line ends in blanks", "delete the blanks");
}
