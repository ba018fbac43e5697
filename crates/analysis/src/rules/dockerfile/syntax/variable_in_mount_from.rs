//! `variable-in-mount-from`: variable in the `from` of a mount.

use super::image_stage::named_by_stage;
use crate::rule::rule;
use crate::{Applicability, Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;

rule! {
    /// BuildKit expands no variables in `from` of a mount. Name the image by a stage: `FROM $IMAGE AS tools`.
    ///
    /// ```Dockerfile,bad
    /// ARG TOOLS=alpine:3.22@sha256:4b7ce07002c69e8f3d704a9c5d6fd3053be500b7f1c69fc0d80990c2ad8dd412
    /// FROM debian:12.11
    /// RUN --mount=type=bind,from=$TOOLS,target=/tools make
    /// #                     ^^^^^^^^^^^ error: `from` of a mount takes no variables
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// ARG TOOLS=alpine:3.22@sha256:4b7ce07002c69e8f3d704a9c5d6fd3053be500b7f1c69fc0d80990c2ad8dd412
    /// FROM $TOOLS AS tools
    /// FROM debian:12.11
    /// RUN --mount=type=bind,from=tools,target=/tools make
    /// ```
    ///
    /// ```Dockerfile,good
    /// ARG TOOLS=alpine:3.22
    /// FROM ${TOOLS} AS tools
    /// FROM debian:12.11
    /// RUN --mount=type=bind,from=tools,target=/tools make
    /// ```
    "variable-in-mount-from" {
        summary: "variable in the `from` of a mount",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Run(run) = &cx.instruction.body else { return };
    if cx.build.has_foreign_frontend() {
        return;
    }
    for option in run.mounts.iter().flat_map(|mount| &mount.options) {
        let is_from = cx.text(option.key).eq_ignore_ascii_case("from");
        let value = option.value.map_or("", |value| cx.text(value));
        if is_from && value.find('$').is_some_and(|at| at + 1 < value.len()) {
            let fix = option.value.and_then(|value| named_by_stage(cx, value));
            let fix = fix.map(|fix| Fix { applicability: Applicability::Unsafe, ..fix });
            sink.report(option.range, "`from` of a mount takes no variables")
                .note("BuildKit stops here; give the image a name by `FROM … AS …` and use that")
                .fix(fix);
        }
    }
}
