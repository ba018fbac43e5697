//! `extra-argument`: more words than the instruction takes.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::SyntaxErrorKind;

rule! {
    /// The instruction takes one word; the rest would silently become part of it.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// USER app # not root
    /// #        ^^^^^^^^^^ error: USER takes one word, the rest of the line belongs to it
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// USER app:app
    /// WORKDIR /srv/my app
    /// ```
    "extra-argument" {
        summary: "more words than the instruction takes",
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
    report(cx, sink, SyntaxErrorKind::ExtraArgument, |_, _| None);
}
