//! `overlong-file`: file that is too long.

use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, OptionKind, OptionSpec, Sink};
use plimsoll_text::{TextRange, lines, size};

rule! {
    /// The option `max-lines` says how long a Dockerfile may be.
    ///
    /// ```Dockerfile,bad,max-lines=2
    /// FROM debian:12.11
    /// RUN make
    /// RUN make install
    /// ^^^^^^^^^^^^^^^^ note: the file has more than 2 lines
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN make
    /// RUN make install
    /// ```
    "overlong-file" {
        summary: "file that is too long",
        category: Category::Style,
        levels: Levels::style(Level::Off, Level::Off, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[OptionSpec { name: "max-lines", kind: OptionKind::Number, docs: "How many lines a file may have; any number without it." }],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let Some(most) = cx.settings.number(&RULE, "max-lines") else { return };
    if let Some(line) = lines(cx.source()).skip(most).find(|line| !line.text.is_empty()) {
        let range = TextRange::at(size(line.start), size(line.text.len()));
        sink.report(range, format!("the file has more than {most} lines"));
    }
}
