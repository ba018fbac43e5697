//! `invalid-mount-option`: option that the mount does not take.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::SyntaxErrorKind;

rule! {
    /// The mount has an option that does not exist, lacks its value, or belongs to another type of mount.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN --mount=type=cache,traget=/root/.cache make
    /// #                      ^^^^^^^^^^^^^^^^^^^ error: `--mount` has no key `traget`, perhaps `target` is meant
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN --mount=type=secret,id=token,required make
    /// ```
    "invalid-mount-option" {
        summary: "option that the mount does not take",
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
    report(cx, sink, SyntaxErrorKind::InvalidMountOption, |_, _| None);
}
