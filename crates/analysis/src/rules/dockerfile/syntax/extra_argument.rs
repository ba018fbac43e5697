//! `extra-argument`: more words than the instruction takes.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{SyntaxError, SyntaxErrorKind};
use plimsoll_text::{Edit, TextRange, size};

rule! {
    /// The instruction takes one word; the rest would silently become part of it.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// USER app # not root
    /// #        ^^^^^^^^^^ error: USER takes one word, the rest of the line belongs to it
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// USER app
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
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    report(cx, sink, SyntaxErrorKind::ExtraArgument, fix);
}

/// Keeps the first word.
fn fix(cx: &DockerfileCx<'_>, error: &SyntaxError) -> Option<Fix> {
    let before = &cx.source()[..usize::from(error.range.start())];
    let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
    let rest = TextRange::new(error.range.start() - size(blanks), error.range.end());
    let is_plain = blanks > 0 && !cx.text(error.range).contains(['"', '\'', '\n', '$']);
    is_plain.then(|| Fix::r#unsafe("delete the rest", Edit::delete(rest)))
}
