//! What keeps a cache mount of apt from staying empty on an official image.
//!
//! Invariant: an image of which nothing is known is left as it is.

use super::lines::{line_before, line_end};
use crate::InstructionCx;
use plimsoll_model::dockerfile::{Base, StepId};
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::images::is_official;
use plimsoll_model::tables::shells::KnownShell;
use plimsoll_text::Edit;

/// Source: Dockerfile reference, "RUN --mount=type=cache", example for apt, 2026-11.
const KEEP: &str = "Binary::apt::APT::Keep-Downloaded-Packages \"true\";";

/// The RUN that lets apt keep what it downloads, in front of the instruction `place`, which is this one or an earlier one;
/// `None` where the base image does not forbid it, or something has changed its settings.
pub(super) fn keep_packages(cx: &InstructionCx<'_>, place: StepId) -> Option<Edit> {
    let stage = cx.stage.filter(|_| cx.build.runs_as_root(cx.step) == Some(true))?;
    let Base::Image(image) = cx.build.external_base(stage) else { return None };
    let name = ImageName::from_parts(image.registry(), image.repository());
    let is_debian =
        name.official().is_some_and(is_official) && cx.build.known_shell(stage) == Some(KnownShell::BashAndDash);
    let speaks = |instruction: &plimsoll_dockerfile::Instruction| {
        let text = cx.text(instruction.range);
        text.contains("docker-clean") || text.contains("Keep-Downloaded-Packages") || text.contains("apt.conf.d")
    };
    let is_handled = cx.build.latest(stage, cx.step + 1, |_, instruction| speaks(instruction).then_some(()));
    if !is_debian || is_handled.is_some() || cx.build.steps[cx.step].instruction.range != cx.instruction.range {
        return None;
    }
    let end = line_end(cx.source());
    let escape = cx.syntax.escape;
    let line = format!(
        "RUN rm -f /etc/apt/apt.conf.d/docker-clean {escape}{end} && echo '{KEEP}' > /etc/apt/apt.conf.d/keep-cache{end}"
    );
    Some(Edit::insert(line_before(cx, cx.build.steps.get(place)?.instruction), line))
}
