//! `duplicate-flag`: flag given twice.

use super::report::report;
use crate::rule::rule;
use crate::rules::dockerfile::lines::without_flag;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{Instruction, SyntaxError, SyntaxErrorKind};

rule! {
    /// A flag that takes one value is given twice. `--mount`, `--device` and `--exclude` may repeat.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY --chown=1 --chown=2 a b
    /// #              ^^^^^^^^^ error: `--chown` is given twice
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// COPY --chown=2 a b
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN --mount=type=tmpfs,target=/a --mount=type=tmpfs,target=/b make
    /// ```
    "duplicate-flag" {
        summary: "flag given twice",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    report(cx, sink, SyntaxErrorKind::DuplicateFlag, fix);
}

/// Deletes the earlier one: what is written last was probably added last.
fn fix(cx: &DockerfileCx<'_>, error: &SyntaxError) -> Option<Fix> {
    let holds = |instruction: &&Instruction| instruction.flags.iter().any(|flag| flag.range == error.range);
    let instruction = cx.syntax.instructions().find(holds)?;
    let name = cx.text(instruction.flags.iter().find(|flag| flag.range == error.range)?.name);
    let earlier = instruction.flag(cx.source(), name).filter(|flag| flag.range != error.range)?;
    Some(Fix::r#unsafe("delete the earlier one", without_flag(cx, earlier)))
}
