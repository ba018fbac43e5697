//! `flag-without-value`: flag that needs a value.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::SyntaxErrorKind;

rule! {
    /// The flag needs a value, written with `=`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY --chown app:app . /app/
    /// #    ^^^^^^^ error: `--chown` needs a value: expected `--chown=…`
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY --link --chown=app:app . /app/
    /// ```
    "flag-without-value" {
        summary: "flag that needs a value",
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
    report(cx, sink, SyntaxErrorKind::FlagWithoutValue, |_, _| None);
}
