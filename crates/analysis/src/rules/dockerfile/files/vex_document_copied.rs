//! `vex-document-copied`: a statement about vulnerabilities inside the image that it is about.

use super::sources::context_sources;
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;

rule! {
    /// A VEX document says which vulnerabilities matter in an image. It changes more often than the image, and scanners
    /// look for it among the attestations: attach it there.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY app.openvex.json /
    ///    # ^^^^^^^^^^^^^^^^ note: a VEX document is copied into the image
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY app.json /
    /// ```
    "vex-document-copied" {
        summary: "a VEX document inside the image",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Copy(_) = &cx.instruction.body else { return };
    for (range, path) in context_sources(cx) {
        let is_vex = path.ends_with(".openvex.json") || path.ends_with(".vex.json") || path == "vex";
        if is_vex || path.starts_with("vex/") {
            sink.report(range, "a VEX document is copied into the image")
                .note("attach it to the image: `docker scout attestation add`, or an attestation of the build");
        }
    }
}
