//! `invalid-security-mode`: security mode that does not exist.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink, nearest};
use plimsoll_dockerfile::{SyntaxError, SyntaxErrorKind};
use plimsoll_text::Edit;

rule! {
    /// RUN takes `--security=sandbox` or `insecure`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN --security=sandbx make
    /// #              ^^^^^^ error: expected `sandbox` or `insecure`, found `sandbx`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN --security=sandbox make
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN --security=insecure make
    /// ```
    "invalid-security-mode" {
        summary: "security mode that does not exist",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    report(cx, sink, SyntaxErrorKind::InvalidSecurityMode, fix);
}

/// What was probably meant.
fn fix(cx: &DockerfileCx<'_>, error: &SyntaxError) -> Option<Fix> {
    let near = nearest(cx.text(error.range), ["sandbox", "insecure"], 2)?;
    Some(Fix::r#unsafe(format!("write `{near}`"), Edit::replace(error.range, near)))
}
