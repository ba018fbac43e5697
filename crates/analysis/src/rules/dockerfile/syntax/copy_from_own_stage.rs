//! `copy-from-own-stage`: COPY from the stage that it stands in.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::dockerfile::WrongReference;

rule! {
    /// A stage cannot copy from itself: what it holds is there already.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11 AS build
    /// COPY --from=build /a /b
    /// #    ^^^^^^^^^^^^ error: the stage copies from itself
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11 AS build
    /// FROM debian:12.11
    /// COPY --from=build /a /b
    /// ```
    "copy-from-own-stage" {
        summary: "COPY from the stage that it stands in",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["DL3023", "DS-0006"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let (Body::Copy(_), Some(stage)) = (&cx.instruction.body, cx.stage) else { return };
    let Some(flag) = cx.instruction.flag(cx.source(), "from") else { return };
    let Some(name) = flag.value.as_ref().and_then(|word| word.literal(cx.source())) else { return };
    if cx.build.wrong_reference(stage, &name, true) == Some(WrongReference::Own) {
        sink.report(flag.range, "the stage copies from itself")
            .note("BuildKit stops here: the stage depends on itself");
    }
}
