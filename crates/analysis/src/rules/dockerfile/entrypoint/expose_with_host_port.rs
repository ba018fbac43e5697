//! `expose-with-host-port`: EXPOSE with an address or a port of the host.

use super::port::Port;
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_text::Edit;

rule! {
    /// EXPOSE names ports of the container. Which port or address of the host they get is decided when it is run.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// EXPOSE 127.0.0.1:8080:80
    ///      # ^^^^^^^^^^^^^^^^^ warning: EXPOSE takes a port of the container alone
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// EXPOSE 80
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// EXPOSE 80 8080-8090/tcp 53/udp $PORT
    /// ```
    "expose-with-host-port" {
        summary: "EXPOSE with an address or a port of the host",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["ExposeInvalidFormat"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Expose(words) = &cx.instruction.body else { return };
    for word in words {
        let Some(text) = word.literal(cx.source()) else { continue };
        let Some((_, port)) = text.rsplit_once(':') else { continue };
        let fix = Port::read(port).map(|_| Fix::safe(format!("write `{port}`"), Edit::replace(word.range, port)));
        sink.report(word.range, "EXPOSE takes a port of the container alone")
            .note("the host's port is given to `docker run --publish`")
            .fix(fix);
    }
}
