//! `invalid-security-mode`: security mode that does not exist.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::SyntaxErrorKind;

rule! {
    /// RUN takes `--security=sandbox` or `insecure`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN --security=privileged make
    /// #              ^^^^^^^^^^ error: expected `sandbox` or `insecure`, found `privileged`
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
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    report(cx, sink, SyntaxErrorKind::InvalidSecurityMode, |_, _| None);
}
