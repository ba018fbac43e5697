//! `unterminated-heredoc`: heredoc without its end line.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::SyntaxErrorKind;

rule! {
    /// The end line of a heredoc is missing, so the rest of the file belongs to it.
    ///
    /// It must hold the delimiter alone: no blanks before it (tabs with `<<-`) and none behind.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN <<EOF
    /// #   ^^^^^ error: expected a line `EOF` that ends this heredoc
    /// make
    /// eof
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN <<-EOF
    /// 	make
    /// 	EOF
    /// ```
    "unterminated-heredoc" {
        summary: "heredoc without its end line",
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
    report(cx, sink, SyntaxErrorKind::UnterminatedHeredoc, |_, _| None);
}
