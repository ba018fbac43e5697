//! `variable-in-copy-from`: variable in COPY --from.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body};

rule! {
    /// BuildKit expands no variables in `--from`. Name the image by a stage: `FROM ${IMAGE} AS tools`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY --from=${TOOLS} /a /b
    /// #    ^^^^^^^^^^^^^^^ error: `--from` takes no variables
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
        fix: FixAvailability::None,
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
            .note("BuildKit stops here; give the image a name by `FROM … AS …` and use that");
    }
}
