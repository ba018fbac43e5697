//! What the rules about instructions that count once for each stage share.

use crate::{Fix, Sink, StageCx};
use plimsoll_dockerfile::{Body, Instruction, Template};
use plimsoll_text::Edit;

/// Reports every instruction of the stage that `is_one` picks but the last.
pub(super) fn check(cx: &StageCx<'_>, sink: &mut Sink, is_one: fn(&Body) -> bool) {
    // A template keeps one of them.
    if cx.syntax.template != Template::None {
        return;
    }
    let found: Vec<&Instruction> =
        cx.build.stage_steps(cx.stage).map(|(_, it)| it).filter(|it| is_one(&it.body)).collect();
    let Some((last, ignored)) = found.split_last() else { return };
    for instruction in ignored {
        let name = cx.text(instruction.keyword_range).to_ascii_uppercase();
        sink.report(instruction.keyword_range, format!("this {name} has no effect: a later one replaces it"))
            .label(last.keyword_range, "this one counts")
            .fix(delete(cx, instruction));
    }
}

/// Deletes the lines of an instruction, unless a comment stands in them.
fn delete(cx: &StageCx<'_>, instruction: &Instruction) -> Option<Fix> {
    let item = cx.syntax.items.iter().find(|item| item.range.contains(instruction.range.start()))?;
    let fix = || Fix::safe("delete it", Edit::delete(item.range));
    instruction.comments.is_empty().then(fix)
}
