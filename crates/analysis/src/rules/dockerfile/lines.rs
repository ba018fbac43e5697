//! Lines that a fix puts between instructions.
//!
//! Invariant: a comment stays directly above the instruction that it speaks of, and line ends are those of the file.

use crate::DockerfileCx;
use plimsoll_dockerfile::{Body, Instruction, ItemKind};
use plimsoll_model::dockerfile::StepId;
use plimsoll_text::{Edit, TextSize};

/// Puts `line` above the instruction `step`. `None` for an ONBUILD: the line would be for this build.
pub(super) fn before(cx: &DockerfileCx<'_>, step: StepId, line: &str) -> Option<Edit> {
    let instruction = cx.build.steps.get(step)?.instruction;
    let is_trigger = matches!(instruction.body, Body::Onbuild(_));
    let place = line_before(cx, instruction);
    (!is_trigger).then(|| Edit::insert(place, format!("{line}{}", line_end(cx.source()))))
}

/// Where a line before `instruction` is inserted: above the comments that stand directly over it.
pub(super) fn line_before(cx: &DockerfileCx<'_>, instruction: &Instruction) -> TextSize {
    let items = &cx.syntax.items;
    let at = items.iter().position(|item| item.range.contains(instruction.range.start())).unwrap_or(0);
    let comments = items[..at].iter().rev().take_while(|item| matches!(item.kind, ItemKind::Comment(_)));
    comments.last().or(items.get(at)).map_or(instruction.range.start(), |item| item.range.start())
}

/// The line end that the file uses.
pub(super) fn line_end(source: &str) -> &'static str {
    if source.contains("\r\n") { "\r\n" } else { "\n" }
}
