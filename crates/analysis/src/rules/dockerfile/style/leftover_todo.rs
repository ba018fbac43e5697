//! `leftover-todo`: comment that promises something.

use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_text::{TextRange, size};

rule! {
    /// `TODO`, `FIXME`, `XXX` or `HACK` at the start of a comment is work that was put off.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// # TODO: pin the version
    /// # ^^^^ note: a comment says `TODO`
    /// RUN make
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// # todo lists are built here
    /// RUN make
    /// ```
    "leftover-todo" {
        summary: "comment that promises something",
        category: Category::Style,
        levels: Levels::style(Level::Off, Level::Off, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    for comment in cx.syntax.comments() {
        let text = cx.text(comment.range);
        let inner = text.trim_start_matches(['#', ' ', '\t', '@']);
        let word = inner.split(|ch: char| !ch.is_ascii_alphanumeric()).next().unwrap_or("");
        if ["TODO", "FIXME", "XXX", "HACK"].contains(&word) {
            let start = comment.range.start() + size(text.len() - inner.len());
            sink.report(TextRange::at(start, size(word.len())), format!("a comment says `{word}`"));
        }
    }
}
