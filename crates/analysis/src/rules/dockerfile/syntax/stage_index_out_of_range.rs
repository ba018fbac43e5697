//! `stage-index-out-of-range`: COPY from a number that no stage has.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::dockerfile::WrongReference;
use plimsoll_text::Edit;

rule! {
    /// A number in `--from` counts stages from 0.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// FROM debian:12.11
    /// COPY --from=2 /a /b
    /// #    ^^^^^^^^ error: there is no stage number `2`, they count from 0
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// FROM debian:12.11
    /// COPY --from=0 /a /b
    /// ```
    "stage-index-out-of-range" {
        summary: "COPY from a number that no stage has",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

/// More than that nobody reads.
const CHOICES: usize = 4;

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let (Body::Copy(_), Some(stage)) = (&cx.instruction.body, cx.stage) else { return };
    let Some(flag) = cx.instruction.flag(cx.source(), "from") else { return };
    let Some(word) = &flag.value else { return };
    let Some(name) = word.literal(cx.source()) else { return };
    if cx.build.wrong_reference(stage, &name, true) == Some(WrongReference::NoSuchNumber) {
        let finding = sink.report(flag.range, format!("there is no stage number `{name}`, they count from 0"));
        finding.note("BuildKit stops here");
        // The nearest stages before this one come first.
        for (at, earlier) in cx.build.stages[..stage.0].iter().enumerate().rev().take(CHOICES) {
            let called = earlier.name.clone().unwrap_or_else(|| at.to_string());
            finding.fix(Fix::manual(format!("take `{called}`"), Edit::replace(word.range, called)));
        }
    }
}
