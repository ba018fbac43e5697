//! `instruction-before-from`: instruction before the first FROM.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::SyntaxErrorKind;

rule! {
    /// Only ARG may stand before the first FROM.
    ///
    /// ```Dockerfile,bad
    /// ENV A=1
    /// ^^^ error: ENV stands before the first `FROM`: only ARG may
    /// FROM debian:12.11
    /// ```
    ///
    /// ```Dockerfile,good
    /// ARG VERSION=12.11
    /// FROM debian:${VERSION}
    /// ```
    "instruction-before-from" {
        summary: "instruction before the first FROM",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["DL3061", "DF037"],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    report(cx, sink, SyntaxErrorKind::InstructionBeforeFrom, |_, _| None);
}
