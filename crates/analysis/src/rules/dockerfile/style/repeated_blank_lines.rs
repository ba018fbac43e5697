//! `repeated-blank-lines`: several empty lines in a row.

use super::aspects::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_format::Aspect;

rule! {
    /// One empty line parts what one wants to part.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ^^^^^^^^^^^^^^^^^ note: more empty lines than one follow
    ///
    /// ·
    /// RUN make
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    ///
    /// RUN make
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    ///
    /// RUN make
    /// ```
    "repeated-blank-lines" {
        summary: "several empty lines in a row",
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
    report(cx, sink, Aspect::BlankLines, "more empty lines than one follow", "keep one");
}
