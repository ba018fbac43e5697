//! `missing-final-newline`: file without a line end at its end.

use super::aspects::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_format::Aspect;

rule! {
    /// A text file ends with a line end.
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ```
    ///
    /// A file that does not:
    ///
    /// ```Dockerfile,bad,cut=1
    /// FROM debian:12.11
    /// ^^^^^^^^^^^^^^^^^ note: no line end at the end of the file
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ```
    "missing-final-newline" {
        summary: "file without a line end at its end",
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
    report(cx, sink, Aspect::FinalNewline, "no line end at the end of the file", "add it");
}
