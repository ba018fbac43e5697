//! `duplicate-expose`: a port that is exposed twice.

use super::port::{Port, delete_word};
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_dockerfile::Body;
use plimsoll_text::TextRange;

rule! {
    /// The second time changes nothing.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// EXPOSE 80 443
    /// EXPOSE 8080 80/tcp
    ///           # ^^^^^^ note: port 80 is exposed already
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// EXPOSE 80 443
    /// EXPOSE 8080
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// EXPOSE 53/tcp 53/udp
    /// ```
    "duplicate-expose" {
        summary: "a port that is exposed twice",
        category: Category::Style,
        levels: Levels::dockerfile(Level::Note, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Stage(check),
    }
}

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    let mut seen: Vec<(Port<'_>, TextRange)> = Vec::new();
    for (_, instruction) in cx.build.stage_steps(cx.stage) {
        let Body::Expose(words) = &instruction.body else { continue };
        for (at, word) in words.iter().enumerate().filter(|(_, word)| word.parts.is_empty()) {
            let Some(port) = Port::read(word.raw(cx.source())) else { continue };
            let covers = |other: &Port<'_>| {
                other.first <= port.first
                    && port.last <= other.last
                    && other.protocol.eq_ignore_ascii_case(port.protocol)
            };
            let Some((_, first)) = seen.iter().find(|(other, _)| covers(other)) else {
                seen.push((port, word.range));
                continue;
            };
            let fix = delete_word(cx.source(), instruction, words, at).map(|edit| Fix::safe("delete it", edit));
            sink.report(word.range, format!("port {} is exposed already", port.first)).label(*first, "here").fix(fix);
        }
    }
}
