//! `reserved-label-namespace`: label in a namespace of Docker.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;

rule! {
    /// `com.docker.*`, `io.docker.*` and `org.dockerproject.*` are reserved for Docker's own labels.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// LABEL com.docker.owner=acme
    /// #     ^^^^^^^^^^^^^^^^ warning: `com.docker.owner` is in a namespace that Docker keeps for itself
    /// ```
    ///
    /// Labels of extensions of Docker Desktop belong there:
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// LABEL com.docker.extension.publisher-url=https://example.com com.example.owner=acme
    /// ```
    "reserved-label-namespace" {
        summary: "label in a namespace of Docker",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Note),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["DL3048"],
        options: &[],
        check: Check::Instruction(check),
    }
}

/// Source: Docker's object label guidelines, 2026-11.
fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Label(pairs) = &cx.instruction.body else { return };
    for pair in &pairs.pairs {
        let Some(key) = pair.key.literal(cx.source()) else { continue };
        let starts = |names: &[&str]| names.iter().any(|name| key.starts_with(name));
        if starts(&["com.docker.", "io.docker.", "org.dockerproject."])
            && !starts(&["com.docker.extension.", "com.docker.desktop."])
        {
            sink.report(pair.key.range, format!("`{key}` is in a namespace that Docker keeps for itself"))
                .note("use the reversed name of a domain of your own");
        }
    }
}
