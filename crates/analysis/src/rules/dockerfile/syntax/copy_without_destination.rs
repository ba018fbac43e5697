//! `copy-without-destination`: COPY or ADD with one path only.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::SyntaxErrorKind;

rule! {
    /// COPY and ADD take at least one source, and a destination.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY app.py
    /// #    ^^^^^^ error: COPY needs a source and a destination
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY app.py .
    /// COPY <<EOF /etc/motd
    /// hello
    /// EOF
    /// ```
    "copy-without-destination" {
        summary: "COPY or ADD with one path only",
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
    report(cx, sink, SyntaxErrorKind::CopyWithoutDestination, |_, _| None);
}
