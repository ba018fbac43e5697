//! How a secret gets to the RUN that needs it, without staying in the image.
//!
//! Invariant: what anything else than a RUN of the stage names stays where it is.

use super::secret_persisted_from_mount::persists;
use crate::rules::dockerfile::lines::with_flag;
use crate::{Fix, InstructionCx};
use plimsoll_dockerfile::Body;
use plimsoll_text::{Edit, Edits};

/// Takes the variable `name` out by `gone`, and gives its value as a secret to the RUNs of the stage that read it.
/// `None` when no RUN does, or anything else names it, too, or a RUN would write it into the image all the same.
///
/// `env=` needs frontend 1.10. Source: docker/dockerfile release notes, 2026-11.
pub(super) fn as_secret(cx: &InstructionCx<'_>, name: &str, gone: &Edits) -> Option<Fix> {
    let stage = cx.build.stage(cx.stage?);
    if cx.build.has_foreign_frontend() || cx.build.has_frontend_before(10) {
        return None;
    }
    let mut edits: Vec<Edit> = gone.iter().cloned().collect();
    let without_use = edits.len();
    for (step, other) in cx.build.steps.iter().enumerate().filter(|(step, _)| *step != cx.step) {
        if !cx.text(other.instruction.range).contains(name) {
            continue;
        }
        let is_run = matches!(other.instruction.body, Body::Run(_)) && stage.steps.contains(&step) && step > cx.step;
        let run = InstructionCx { step, instruction: other.instruction, stage: other.stage, ..*cx };
        if !is_run || !reads(cx.text(other.instruction.range), name) || persists(&run, name) {
            return None;
        }
        let option = format!("--mount=type=secret,id={},env={name}", name.to_ascii_lowercase());
        edits.push(with_flag(other.instruction, &option));
    }
    let is_used = edits.len() > without_use;
    let edits = Edits::new(edits).ok().filter(|_| is_used)?;
    Some(Fix::r#unsafe("give it as a secret to the RUNs that use it", edits))
}

/// Whether every mention of `name` in a script is `$NAME` or `${NAME}`.
fn reads(script: &str, name: &str) -> bool {
    script.match_indices(name).all(|(at, _)| {
        let (before, behind) = (&script[..at], &script[at + name.len()..]);
        let goes_on = behind.starts_with(|next: char| next == '_' || next.is_ascii_alphanumeric());
        (before.ends_with('$') && !goes_on) || (before.ends_with("${") && behind.starts_with('}'))
    })
}
