//! `invalid-chown`: owner that --chown cannot take.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_text::Edit;

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
        fix: FixAvailability::Manual,
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
    let Some(word) = &flag.value else { return };
    let Some(value) = word.literal(cx.source()) else { return };
    if value.matches(':').count() > 1 || value.contains([' ', '\t']) {
        let mut parts = value.split([':', ' ', '\t']).filter(|part| !part.is_empty());
        let owner = parts.next().map(|user| parts.next().map_or(user.to_owned(), |group| format!("{user}:{group}")));
        let fix = owner.map(|owner| Fix::manual(format!("write `{owner}`"), Edit::replace(word.range, owner)));
        sink.report(flag.range, format!("expected `user:group`, found `{value}`")).fix(fix);
    }
}
