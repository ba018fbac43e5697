//! `duplicate-flag`: flag given twice.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::SyntaxErrorKind;

rule! {
    /// A flag that takes one value is given twice. `--mount`, `--device` and `--exclude` may repeat.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY --chown=1 --chown=2 a b
    /// #              ^^^^^^^^^ error: `--chown` is given twice
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN --mount=type=tmpfs,target=/a --mount=type=tmpfs,target=/b make
    /// ```
    "duplicate-flag" {
        summary: "flag given twice",
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
    report(cx, sink, SyntaxErrorKind::DuplicateFlag, |_, _| None);
}
