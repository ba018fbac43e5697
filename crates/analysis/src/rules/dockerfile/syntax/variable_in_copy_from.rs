//! `variable-in-copy-from`: variable in COPY --from.

use super::image_stage::named_by_stage;
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;

rule! {
    /// BuildKit expands no variables in `--from`. Name the image by a stage: `FROM ${IMAGE} AS tools`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY --from=${TOOLS} /a /b
    /// #    ^^^^^^^^^^^^^^^ error: `--from` takes no variables
    /// ```
    ///
    /// ```Dockerfile,bad
    /// ARG TOOLS=alpine:3.22@sha256:4b7ce07002c69e8f3d704a9c5d6fd3053be500b7f1c69fc0d80990c2ad8dd412
    /// FROM debian:12.11
    /// COPY --from=${TOOLS} /a /b
    /// #    ^^^^^^^^^^^^^^^ error: `--from` takes no variables
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// ARG TOOLS=alpine:3.22@sha256:4b7ce07002c69e8f3d704a9c5d6fd3053be500b7f1c69fc0d80990c2ad8dd412
    /// FROM ${TOOLS} AS tools
    /// FROM debian:12.11
    /// COPY --from=tools /a /b
    /// ```
    ///
    /// ```Dockerfile,good
    /// ARG TOOLS=alpine:3.22
    /// FROM ${TOOLS} AS tools
    /// FROM debian:12.11
    /// COPY --from=tools /a /b
    /// ```
    "variable-in-copy-from" {
        summary: "variable in COPY --from",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    if !matches!(cx.instruction.body, Body::Copy(_)) || cx.build.has_foreign_frontend() {
        return;
    }
    let Some(flag) = cx.instruction.flag(cx.source(), "from") else { return };
    if flag.value.as_ref().is_some_and(|word| word.variables().next().is_some()) {
        sink.report(flag.range, "`--from` takes no variables")
            .note("BuildKit stops here; give the image a name by `FROM … AS …` and use that")
            .fix(flag.value.as_ref().and_then(|value| named_by_stage(cx, value.range)));
    }
}
