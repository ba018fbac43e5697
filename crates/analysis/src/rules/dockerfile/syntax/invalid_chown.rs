//! `invalid-chown`: owner that --chown cannot take.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;

rule! {
    /// `--chown` takes `user`, `user:group` or numbers. Without a user before the colon, root owns the files.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY --chown=app:app:app a /a
    /// #    ^^^^^^^^^^^^^^^^^^^ error: expected `user:group`, found `app:app:app`
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY --chown=app:app a /a
    /// COPY --chown=10 a /a
    /// COPY --chown=$USER:$GROUP a /a
    /// COPY --chown=:staff a /a
    /// ```
    "invalid-chown" {
        summary: "owner that --chown cannot take",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Error, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    if !matches!(cx.instruction.body, Body::Copy(_)) {
        return;
    }
    let Some(flag) = cx.instruction.flag(cx.source(), "chown") else { return };
    let Some(value) = flag.value.as_ref().and_then(|word| word.literal(cx.source())) else { return };
    if value.matches(':').count() > 1 || value.contains([' ', '\t']) {
        sink.report(flag.range, format!("expected `user:group`, found `{value}`"));
    }
}
