//! `unwrapped-chain`: several commands on one line.

use super::wrap::{breaks, wrap};
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_text::{TextRange, size};

rule! {
    /// One command, label or mount a line is what a reader and a diff can follow.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN make && make check && make install
    /// #        ^^ note: 3 commands stand on one line
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN make \
    ///     && make check \
    ///     && make install
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN make && make install
    /// LABEL a=1 b=2
    /// ```
    "unwrapped-chain" {
        summary: "several commands on one line",
        category: Category::Style,
        levels: Levels::style(Level::Off, Level::Off, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    for (step, at) in cx.build.steps.iter().enumerate() {
        let places = breaks(cx, step, at.instruction);
        if places.len() < 2 {
            continue;
        }
        let what = match &at.instruction.body {
            Body::Label(_) => "labels",
            Body::Run(run) if run.mounts.len() > 2 => "mounts",
            _ => "commands",
        };
        let first = cx.source()[usize::from(places[0])..].split_whitespace().next().map_or(1, str::len);
        sink.report(TextRange::at(places[0], size(first)), format!("{} {what} stand on one line", places.len() + 1))
            .fix(wrap(cx, &places, 4).map(|edits| Fix::safe("give each a line of its own", edits)));
    }
}
