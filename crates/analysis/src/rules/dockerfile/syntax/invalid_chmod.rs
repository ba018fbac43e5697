//! `invalid-chmod`: mode that --chmod cannot take.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_text::Edit;

rule! {
    /// `--chmod` takes an octal number, or a symbolic mode such as `u+x,g-w`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY --chmod=+rwz a /a
    /// #    ^^^^^^^^^^^^ error: `+rwz` is no mode: expected an octal number such as `755`, or `u+x`
    /// COPY --chmod=0789 a /a
    /// #    ^^^^^^^^^^^^ error: `0789` is no mode: expected an octal number such as `755`, or `u+x`
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY --chmod=0755 a /a
    /// COPY --chmod=u=rwX,go=rX a /a
    /// COPY --chmod=${MODE} a /a
    /// ```
    "invalid-chmod" {
        summary: "mode that --chmod cannot take",
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
    if !matches!(cx.instruction.body, Body::Copy(_)) {
        return;
    }
    let Some(flag) = cx.instruction.flag(cx.source(), "chmod") else { return };
    let Some(word) = &flag.value else { return };
    let Some(value) = word.literal(cx.source()) else { return };
    if !value.is_empty() && !is_octal(&value) && !is_symbolic(&value) && !value.contains(['{', '%', '@']) {
        let message = format!("`{value}` is no mode: expected an octal number such as `755`, or `u+x`");
        let finding = sink.report(flag.range, message).note("BuildKit stops here");
        for mode in ["755", "644"] {
            finding.fix(Fix::manual(format!("write `{mode}`"), Edit::replace(word.range, mode)));
        }
    }
}

fn is_octal(value: &str) -> bool {
    u32::from_str_radix(value, 8).is_ok_and(|mode| mode <= 0o7777) && value.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_symbolic(value: &str) -> bool {
    value.split(',').all(|clause| {
        let rest = clause.trim_start_matches(['u', 'g', 'o', 'a']);
        rest.starts_with(['+', '-', '=']) && rest.chars().all(|ch| "+-=rwxXstugo".contains(ch))
    })
}
