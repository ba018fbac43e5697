//! `admin-port-exposed`: a port for administration is exposed.

use super::port::{Port, delete_word};
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::tables::ports::administration_in;

rule! {
    /// A container is administered from outside, with `docker exec` or what the platform offers, not through a server
    /// of its own.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// EXPOSE 8080 22
    ///           # ^^ warning: port 22 is for SSH
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// EXPOSE 8080
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// EXPOSE 8080 22/udp 2222
    /// ```
    "admin-port-exposed" {
        summary: "a port for administration is exposed",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DS-0004", "CKV_DOCKER_1"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Expose(words) = &cx.instruction.body else { return };
    for (at, word) in words.iter().enumerate() {
        let Some(text) = word.literal(cx.source()) else { continue };
        let container = text.rsplit(':').next().unwrap_or("");
        let Some(port) = Port::read(container).filter(|port| port.protocol.eq_ignore_ascii_case("tcp")) else {
            continue;
        };
        let Some((number, name)) = administration_in(port.first, port.last) else { continue };
        let single = port.first == port.last;
        let fix = delete_word(cx.source(), cx.instruction, words, at).filter(|_| single);
        sink.report(word.range, format!("port {number} is for {name}"))
            .note("whoever reaches it can try to log in to the container")
            .fix(fix.map(|edit| Fix::r#unsafe("delete it", edit)));
    }
}
