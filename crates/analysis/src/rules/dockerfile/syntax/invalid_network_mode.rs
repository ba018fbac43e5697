//! `invalid-network-mode`: network mode that does not exist.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink, nearest};
use plimsoll_dockerfile::{SyntaxError, SyntaxErrorKind};
use plimsoll_text::Edit;

rule! {
    /// RUN takes `--network=default`, `none` or `host`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN --network=nonne make
    /// #             ^^^^^ error: expected `default`, `none` or `host`, found `nonne`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN --network=none make
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
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    report(cx, sink, SyntaxErrorKind::InvalidNetworkMode, fix);
}

/// What was probably meant.
fn fix(cx: &DockerfileCx<'_>, error: &SyntaxError) -> Option<Fix> {
    let near = nearest(cx.text(error.range), ["default", "none", "host"], 2)?;
    Some(Fix::r#unsafe(format!("write `{near}`"), Edit::replace(error.range, near)))
}
