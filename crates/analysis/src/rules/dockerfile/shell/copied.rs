//! Which paths a COPY brings, and whether they are as it left them.

use crate::InstructionCx;
use plimsoll_dockerfile::{Body, Copy, Instruction};
use plimsoll_model::dockerfile::StepId;
use plimsoll_model::path::join;

/// A COPY or ADD of the same stage.
pub(super) struct Copied<'a> {
    pub(super) step: StepId,
    pub(super) instruction: &'a Instruction,
    pub(super) copy: &'a Copy,
}

/// The last COPY or ADD of the stage before `cx` that brings exactly `path`.
pub(super) fn copied<'a>(cx: &InstructionCx<'a>, path: &str) -> Option<Copied<'a>> {
    let stage = cx.build.stage(cx.stage?);
    let steps = cx.build.stage_steps(stage).rev().filter(|(step, _)| *step < cx.step);
    steps.into_iter().find_map(|(step, instruction)| {
        let Body::Copy(copy) = &instruction.body else { return None };
        brings(cx, step, copy, path).then_some(Copied { step, instruction, copy })
    })
}

/// `path` as an absolute one, seen from WORKDIR at `step`.
pub(super) fn absolute(cx: &InstructionCx<'_>, step: StepId, path: &str) -> Option<String> {
    match path.starts_with('/') {
        true => Some(join("/", path)),
        false => cx.build.working_directory(cx.stage?, step).map(|directory| join(&directory, path)),
    }
}

fn brings(cx: &InstructionCx<'_>, step: StepId, copy: &Copy, path: &str) -> bool {
    let Some(destination) = copy.destination.as_ref().and_then(|word| cx.build.expand(step, word)) else {
        return false;
    };
    let Some(place) = absolute(cx, step, &destination.text) else { return false };
    if place == path {
        return true;
    }
    copy.sources.iter().filter_map(|source| cx.build.expand(step, source)).any(|source| {
        let name = source.text.trim_end_matches('/').rsplit('/').next().unwrap_or("");
        !name.is_empty()
            && !name.contains(['*', '?', '['])
            && !source.text.contains("://")
            && join(&place, name) == path
    })
}

/// Whether a RUN between the COPY and `cx` speaks of `path`, or works below it.
pub(super) fn is_touched(cx: &InstructionCx<'_>, from: StepId, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    (from + 1..cx.step).any(|step| {
        let instruction = cx.build.steps[step].instruction;
        match &instruction.body {
            Body::Run(_) => {
                let directory = cx.stage.and_then(|stage| cx.build.working_directory(stage, step));
                let inside = directory.is_none_or(|directory| plimsoll_model::path::is_within(&directory, path));
                inside || cx.text(instruction.range).contains(name)
            }
            Body::Onbuild(_) => true,
            _ => false,
        }
    })
}
