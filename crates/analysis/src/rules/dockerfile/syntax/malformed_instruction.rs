//! `malformed-instruction`: instruction that cannot be read.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::SyntaxErrorKind;

rule! {
    /// BuildKit knows the instruction, but cannot read what follows.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// VOLUME ["/data", 1]
    /// #                ^ error: expected only strings in this JSON array
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// VOLUME ["/data", "/log"]
    /// ```
    "malformed-instruction" {
        summary: "instruction that cannot be read",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["DL1000"],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    report(cx, sink, SyntaxErrorKind::MalformedInstruction, |_, _| None);
}
