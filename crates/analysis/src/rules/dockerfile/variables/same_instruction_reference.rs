//! `same-instruction-reference`: variable that the same ENV sets.

use super::references::{has_fallback, is_in_onbuild, is_set_by_base, variables};
use crate::rule::rule;
use crate::rules::dockerfile::lines::line_end;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::tables::arguments::always_in_run;
use plimsoll_text::{Edit, TextRange, TextSize};

rule! {
    /// All pairs of one ENV see the variables as they were before it.
    ///
    /// A value that reads a variable of the same instruction gets the old one, or nothing. Two instructions are needed.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ENV HOME_DIR=/srv/app DATA_DIR=$HOME_DIR/data
    /// #                              ^^^^^^^^^ warning: `HOME_DIR` is set by the same ENV, and its value is not seen here
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ENV HOME_DIR=/srv/app
    /// ENV DATA_DIR=$HOME_DIR/data
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ENV HOME_DIR=/srv/app
    /// ENV DATA_DIR=$HOME_DIR/data PATH=$PATH:/srv/app/bin
    /// ```
    "same-instruction-reference" {
        summary: "variable that the same ENV sets",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DL3044"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let (Body::Env(pairs), Some(stage)) = (&cx.instruction.body, cx.stage) else { return };
    let keys: Vec<&str> = pairs.pairs.iter().map(|pair| cx.text(pair.key.range)).collect();
    for (at, pair) in pairs.pairs.iter().enumerate() {
        let Some(value) = &pair.value else { continue };
        for variable in variables(value) {
            let name = cx.text(variable.name);
            let Some(set) = keys.iter().position(|key| *key == name).filter(|_| name != keys[at]) else { continue };
            // An older value is what the author may want.
            let has_older = cx.build.binding(stage, cx.step, name).is_some() || is_set_by_base(cx, name);
            if has_older || always_in_run(name) || has_fallback(variable) {
                continue;
            }
            let fix = if set < at { split(cx, pairs.pairs[at - 1].range.end(), pair.range.start()) } else { None };
            sink.report(variable.range, format!("`{name}` is set by the same ENV, and its value is not seen here"))
                .label(pairs.pairs[set].range, "set here")
                .note("all pairs of one ENV see the variables as they were before it")
                .fix(fix);
        }
    }
}

/// Ends the ENV before the pair and starts another one with it.
fn split(cx: &InstructionCx<'_>, from: TextSize, to: TextSize) -> Option<Fix> {
    let between = TextRange::new(from, to);
    if is_in_onbuild(cx) || cx.instruction.comments.iter().any(|comment| between.contains_range(comment.range)) {
        return None;
    }
    Some(Fix::r#unsafe("split the ENV in two", Edit::replace(between, format!("{}ENV ", line_end(cx.source())))))
}
