//! `invalid-network-mode`: network mode that does not exist.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::SyntaxErrorKind;

rule! {
    /// RUN takes `--network=default`, `none` or `host`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN --network=nonne make
    /// #             ^^^^^ error: expected `default`, `none` or `host`, found `nonne`
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN --network=none make
    /// ```
    "invalid-network-mode" {
        summary: "network mode that does not exist",
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
    report(cx, sink, SyntaxErrorKind::InvalidNetworkMode, |_, _| None);
}
