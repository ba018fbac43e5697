//! `copy-from-later-stage`: COPY from a stage that is not built before.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::dockerfile::WrongReference;

rule! {
    /// COPY takes files only from stages that stand before its own.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11 AS one
    /// COPY --from=two /a /b
    /// #    ^^^^^^^^^^ error: the stage `two` is built after this one
    /// FROM debian:12.11 AS two
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11 AS one
    /// FROM debian:12.11 AS two
    /// COPY --from=one /a /b
    /// COPY --from=0 /a /b
    /// ```
    "copy-from-later-stage" {
        summary: "COPY from a stage that is not built before",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let (Body::Copy(_), Some(stage)) = (&cx.instruction.body, cx.stage) else { return };
    let Some(flag) = cx.instruction.flag(cx.source(), "from") else { return };
    let Some(name) = flag.value.as_ref().and_then(|word| word.literal(cx.source())) else { return };
    if let Some(WrongReference::Later(later)) = cx.build.wrong_reference(stage, &name, true) {
        let later = cx.build.stage(later).from_step;
        let finding = sink.report(flag.range, format!("the stage `{name}` is built after this one"));
        finding.note("BuildKit stops here: the stage needs to be defined before");
        if let Some(step) = cx.build.steps.get(later) {
            finding.label(step.instruction.keyword_range, "it starts here");
        }
    }
}
