//! `space-indented-heredoc-end`: end of a heredoc that is indented with blanks.

use super::heredocs::indented_end;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_text::{Edit, TextRange, size};

rule! {
    /// `<<-` takes tabs off the lines, not blanks: an end line that is indented with blanks ends nothing.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN <<-EOF
    ///   make
    ///   EOF
    ///   ^^^ error: this does not end the heredoc: only tabs may stand before it
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN <<-EOF
    ///   make
    /// EOF
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN <<-EOF
    ///   make
    ///   EOF
    /// EOF
    /// ```
    "space-indented-heredoc-end" {
        summary: "end of a heredoc that is indented with blanks",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["SC1040"],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    for heredoc in cx.syntax.instructions().flat_map(|it| &it.heredocs) {
        let Some(end) = indented_end(cx, heredoc) else { continue };
        let line = cx.source()[..usize::from(end.start())].rfind('\n').map_or(0, |at| at + 1);
        let before = TextRange::new(size(line), end.start());
        sink.report(end, "this does not end the heredoc: only tabs may stand before it")
            .label(heredoc.operator, "begins here")
            .fix(Fix::safe("take the blanks away", Edit::delete(before)));
    }
}
