//! What an instruction takes from the build context.

use crate::InstructionCx;
use crate::workspace::sources;
use plimsoll_dockerfile::Body;
use plimsoll_text::TextRange;

/// The paths of the context that the instruction takes, each with the word that names it. Nothing for the trigger of an
/// ONBUILD, which takes from the context of another build.
pub(in crate::rules::dockerfile) fn context_sources(cx: &InstructionCx<'_>) -> Vec<(TextRange, String)> {
    let is_trigger = cx.build.steps.get(cx.step).is_some_and(|step| matches!(step.instruction.body, Body::Onbuild(_)));
    if is_trigger { Vec::new() } else { sources(cx.build, cx.step, cx.instruction) }
}

/// Whether the path is the whole context.
pub(super) fn is_whole(path: &str) -> bool {
    matches!(path, "" | "*")
}
