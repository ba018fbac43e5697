//! `overlong-line`: line that is too long.

use super::wrap::{breaks, breaks_in_line, wrap};
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, OptionKind, OptionSpec, Sink};
use plimsoll_text::{TextRange, lines, size};

rule! {
    /// A line of more than 120 characters (the option `columns` says another number) does not fit beside another. URLs, comments,
    /// directives and heredocs may be longer.
    ///
    /// ```Dockerfile,bad,columns=30
    /// FROM debian:12.11
    /// RUN ./configure && make install
    /// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: the line has 31 characters, 30 fit
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN ./configure \
    ///     && make install
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN ./configure && make install
    /// ```
    "overlong-line" {
        summary: "line that is too long",
        category: Category::Style,
        levels: Levels::style(Level::Off, Level::Off, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[OptionSpec { name: "columns", kind: OptionKind::Number, docs: "How many characters fit on a line; 120 without it." }],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let most = cx.settings.number(&RULE, "columns").unwrap_or(120);
    for (step, at) in cx.build.steps.iter().enumerate() {
        let it = at.instruction;
        let end = it.heredocs.first().map_or(it.range.end(), |heredoc| heredoc.body.start());
        for line in lines(cx.text(TextRange::new(it.range.start(), end))) {
            let length = line.text.chars().count();
            let is_comment = line.text.trim_start().starts_with('#');
            if length <= most || is_comment || line.text.contains("://") {
                continue;
            }
            let range = TextRange::at(it.range.start() + size(line.start), size(line.text.len()));
            let (places, indent) = match breaks(cx, step, it) {
                none if none.is_empty() => breaks_in_line(cx, step, it, range, most),
                places => (places, 4),
            };
            let fix = wrap(cx, &places, indent).filter(|edits| !edits.is_empty());
            sink.report(range, format!("the line has {length} characters, {most} fit"))
                .fix(fix.map(|edits| Fix::safe("wrap it", edits)));
        }
    }
}
