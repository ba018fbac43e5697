//! `empty-base-name`: FROM of nothing.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_text::Edit;

rule! {
    /// The variables of this FROM have values, and together they are empty.
    ///
    /// ```Dockerfile,bad
    /// ARG BASE=""
    /// FROM ${BASE}
    /// #    ^^^^^^^ error: this image is empty: every variable in it is
    /// ```
    ///
    /// ```Dockerfile,good
    /// ARG BASE
    /// FROM ${BASE}
    /// ARG OTHER=""
    /// FROM ${OTHER:-debian:12.11}
    /// ```
    "empty-base-name" {
        summary: "FROM of nothing",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::From(from) = &cx.instruction.body else { return };
    let Some(word) = &from.image else { return };
    if cx.build.expand(cx.step, word).is_some_and(|value| value.text.trim().is_empty()) {
        let finding = sink.report(word.range, "this image is empty: every variable in it is");
        finding.note("BuildKit stops here unless the build gives them values");
        for variable in word.variables() {
            if let Some(declared) = cx.build.global_arg(cx.text(variable.name)) {
                finding.label(declared.pair.range, "empty here");
                if let Some(value) = &declared.pair.value {
                    finding.fix(Fix::manual("give a default", Edit::replace(value.range, "<image>")));
                }
            }
        }
    }
}
