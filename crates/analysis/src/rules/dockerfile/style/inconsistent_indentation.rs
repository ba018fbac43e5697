//! `inconsistent-indentation`: lines that are indented in another way.

use super::aspects::{report, report_with};
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, OptionKind, OptionSpec, Sink};
use plimsoll_format::{Aspect, FormatOptions};

rule! {
    /// Continuation lines are indented by four blanks (the option `columns` says another number), instructions not at all. What is
    /// deeper stays deeper.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN make \
    ///   && make install
    /// ^^ note: indented in another way than plimsoll formats it
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN make \
    ///     && make install
    /// ```
    ///
    /// ```Dockerfile,good,columns=2
    /// FROM debian:12.11
    /// RUN make \
    ///   && make install
    /// ```
    "inconsistent-indentation" {
        summary: "lines that are indented in another way",
        category: Category::Style,
        levels: Levels::style(Level::Off, Level::Off, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[OptionSpec { name: "columns", kind: OptionKind::Number, docs: "How many blanks a continuation line begins with; 4 without it." }],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let message = "indented in another way than plimsoll formats it";
    match cx.settings.number(&RULE, "columns") {
        Some(indent) => report_with(cx, sink, Aspect::Indentation, &FormatOptions { indent }, message, "indent it"),
        None => report(cx, sink, Aspect::Indentation, message, "indent it"),
    }
}
