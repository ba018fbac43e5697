//! `invalid-port-protocol`: protocol that EXPOSE does not know.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink, nearest};
use plimsoll_dockerfile::Body;
use plimsoll_text::Edit;

rule! {
    /// EXPOSE knows `tcp`, `udp` and `sctp`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// EXPOSE 8080/http 53/upd
    /// #      ^^^^^^^^^ error: expected `tcp`, `udp` or `sctp` behind the port, found `http`
    /// #                ^^^^^^ error: expected `tcp`, `udp` or `sctp` behind the port, found `upd`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// EXPOSE 8080/http 53/udp
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// EXPOSE 8080/tcp 53/UDP 9/sctp
    /// ```
    "invalid-port-protocol" {
        summary: "protocol that EXPOSE does not know",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Expose(words) = &cx.instruction.body else { return };
    // What a template engine fills in is split at its blanks.
    if ["{{", "{%", "<%"].iter().any(|mark| cx.text(cx.instruction.arguments).contains(mark)) {
        return;
    }
    for word in words {
        let Some(text) = word.literal(cx.source()).filter(|text| !text.contains(['{', '%', '@', '<'])) else {
            continue;
        };
        let Some((port, protocol)) = text.split_once('/') else { continue };
        let known = ["tcp", "udp", "sctp"];
        if known.iter().any(|name| name.eq_ignore_ascii_case(protocol)) || protocol.is_empty() {
            continue;
        }
        let near = nearest(protocol, known, 2).filter(|_| text == cx.text(word.range));
        let message = format!("expected `tcp`, `udp` or `sctp` behind the port, found `{protocol}`");
        let fix = near
            .map(|near| Fix::r#unsafe(format!("write `{near}`"), Edit::replace(word.range, format!("{port}/{near}"))));
        sink.report(word.range, message).note("BuildKit stops here").fix(fix);
    }
}
