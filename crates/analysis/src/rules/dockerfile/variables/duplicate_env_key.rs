//! `duplicate-env-key`: variable that one ENV sets twice.

use super::pairs::delete_pair;
use super::references::is_in_onbuild;
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Pairs, Template};
use plimsoll_model::dockerfile::BindingKind;

rule! {
    /// Of two pairs with the same name in one ENV only the last counts. A value that is set again changes nothing.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ENV LANG=C TZ=UTC LANG=C.UTF-8
    /// #   ^^^^^^ note: `LANG` is set again in the same ENV, and this value is lost
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ENV TZ=UTC LANG=C.UTF-8
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ENV LANG=C
    /// ENV LANG=C.UTF-8
    /// ```
    "duplicate-env-key" {
        summary: "variable that one ENV sets twice",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Note, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Env(pairs) = &cx.instruction.body else { return };
    set_before(cx, pairs, sink);
    for (at, pair) in pairs.pairs.iter().enumerate() {
        let key = cx.text(pair.key.range);
        let Some(again) = pairs.pairs[at + 1..].iter().find(|other| cx.text(other.key.range) == key) else { continue };
        let edits = delete_pair(cx, cx.instruction, &pairs.pairs, at);
        sink.report(pair.range, format!("`{key}` is set again in the same ENV, and this value is lost"))
            .label(again.range, "set again here")
            .fix(edits.map(|edits| Fix::r#unsafe("delete the first one", edits)));
    }
}

/// Pairs whose key has the same literal value already, by an earlier ENV of the stage.
fn set_before(cx: &InstructionCx<'_>, pairs: &Pairs, sink: &mut Sink) {
    // Of the lines of a template, one may be there only without the other.
    let is_open = is_in_onbuild(cx) || cx.syntax.template != Template::None;
    let Some(stage) = cx.stage.filter(|_| !is_open) else { return };
    for (at, pair) in pairs.pairs.iter().enumerate() {
        let Some(value) = pair.value.as_ref().and_then(|value| value.literal(cx.source())) else { continue };
        let key = cx.text(pair.key.range);
        let Some(older) = cx.build.binding(stage, cx.step, key) else { continue };
        let same = older.pair.value.as_ref().and_then(|value| value.literal(cx.source())) == Some(value);
        let is_own = cx.build.stage(stage).steps.contains(&older.step) && older.kind == BindingKind::Env;
        if !same || !is_own || pairs.pairs.iter().filter(|other| cx.text(other.key.range) == key).count() > 1 {
            continue;
        }
        let edits = delete_pair(cx, cx.instruction, &pairs.pairs, at);
        sink.report(pair.range, format!("`{key}` has this value already"))
            .label(older.pair.range, "set here")
            .fix(edits.map(|edits| Fix::r#unsafe("delete it", edits)));
    }
}
