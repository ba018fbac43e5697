//! `forbidden-onbuild-trigger`: ONBUILD with an instruction that it does not take.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::SyntaxErrorKind;

rule! {
    /// ONBUILD takes neither ONBUILD nor FROM nor MAINTAINER.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ONBUILD FROM debian:12.11
    /// #       ^^^^ error: `FROM` is not allowed in ONBUILD
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ONBUILD RUN make
    /// ```
    "forbidden-onbuild-trigger" {
        summary: "ONBUILD with an instruction that it does not take",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["DL3043", "DF068"],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    report(cx, sink, SyntaxErrorKind::ForbiddenOnbuildTrigger, |_, _| None);
}
