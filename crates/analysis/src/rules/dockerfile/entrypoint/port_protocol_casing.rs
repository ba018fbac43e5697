//! `port-protocol-casing`: a protocol of EXPOSE in capitals.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_text::{Edit, TextRange, size};

rule! {
    /// The protocol is written in small letters.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// EXPOSE 80/TCP
    ///         # ^^^ note: the protocol `TCP` is written in capitals
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// EXPOSE 80/tcp
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// EXPOSE 80/tcp 53/udp
    /// ```
    "port-protocol-casing" {
        summary: "a protocol of EXPOSE in capitals",
        category: Category::Style,
        levels: Levels::dockerfile(Level::Note, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["ExposeProtoCasing"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Expose(words) = &cx.instruction.body else { return };
    for word in words.iter().filter(|word| word.parts.is_empty()) {
        let Some((_, protocol)) = word.raw(cx.source()).split_once('/') else { continue };
        let lower = protocol.to_ascii_lowercase();
        if lower == protocol || !["tcp", "udp", "sctp"].contains(&lower.as_str()) {
            continue;
        }
        let range = TextRange::new(word.range.end() - size(protocol.len()), word.range.end());
        sink.report(range, format!("the protocol `{protocol}` is written in capitals"))
            .fix(Fix::safe(format!("write `{lower}`"), Edit::replace(range, lower)));
    }
}
