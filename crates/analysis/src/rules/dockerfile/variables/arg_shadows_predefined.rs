//! `arg-shadows-predefined`: default for a platform argument.

use super::references::variables;
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::tables::arguments::{Predefined, predefined};
use plimsoll_text::{Edit, TextRange};

rule! {
    /// A default for a platform argument always beats the value that the builder would give.
    ///
    /// With `ARG TARGETARCH=amd64` a build for arm64 silently takes what was made for amd64. In a stage even
    /// `ARG TARGETARCH=${TARGETARCH:-amd64}` does.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ARG TARGETARCH=amd64
    /// #   ^^^^^^^^^^^^^^^^ warning: this default replaces the `TARGETARCH` that the builder gives
    /// RUN echo $TARGETARCH
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ARG TARGETARCH
    /// RUN echo $TARGETARCH
    /// ```
    ///
    /// Before the first FROM a default that refers to the argument itself works:
    ///
    /// ```Dockerfile,good
    /// ARG TARGETARCH=${TARGETARCH:-amd64}
    /// FROM debian:12.11
    /// ARG TARGETOS
    /// RUN echo $TARGETOS
    /// ```
    "arg-shadows-predefined" {
        summary: "default for a platform argument",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Arg(pairs) = &cx.instruction.body else { return };
    for pair in pairs {
        let name = cx.text(pair.key.range);
        let Some(value) = &pair.value else { continue };
        if predefined(name) != Some(Predefined::Platform) {
            continue;
        }
        if cx.stage.is_none() && variables(value).iter().any(|variable| cx.text(variable.name) == name) {
            continue;
        }
        // A builder without BuildKit gives no value, and needs the default.
        let default = TextRange::new(pair.key.range.end(), pair.range.end());
        sink.report(pair.range, format!("this default replaces the `{name}` that the builder gives"))
            .note("a build for another platform takes the wrong files without an error")
            .fix(Fix::r#unsafe("drop the default", Edit::delete(default)));
    }
}
