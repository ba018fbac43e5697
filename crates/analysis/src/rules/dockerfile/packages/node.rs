//! Which Node.js a stage has, and which Yarn its project asks for.
//!
//! Invariant: where nothing names a release, none is known.

use crate::InstructionCx;
use plimsoll_model::dockerfile::{Base, StageId};
use plimsoll_model::tables::eol::releases;
use plimsoll_model::tables::image_name::ImageName;

/// The first number of the release of Node.js: of the one that an instruction up to this one fetches, or of that in the
/// base image, if its name says that it is one of Node.js.
pub(super) fn node_major(cx: &InstructionCx<'_>) -> Option<u32> {
    let stage = cx.stage?;
    let steps = cx.build.ancestry(stage).flat_map(|stage| cx.build.stage_steps(stage));
    let fetched = steps.filter(|(step, _)| *step <= cx.step).find_map(|(_, instruction)| {
        let text = cx.text(instruction.range).to_ascii_lowercase();
        ["setup_", "node-v", "nodejs.org/dist/v"].iter().find_map(|mark| number(text.split_once(mark)?.1))
    });
    fetched.or_else(|| of_base(cx, stage))
}

/// Whether the project around the Dockerfile asks for Yarn 2 or later.
pub(super) fn asks_for_late_yarn(cx: &InstructionCx<'_>) -> bool {
    let near = |name| cx.workspace.near(&cx.file.path, name);
    let is_late = |text: &str| text.contains("\"yarn@") && !text.contains("\"yarn@1.");
    near("package.json").iter().any(|file| is_late(&file.text)) || !near(".yarnrc.yml").is_empty()
}

/// By the number that the tag starts with, or by a code name anywhere in it: `8.17-slim`, `erbium`, `lts-dubnium`.
fn of_base(cx: &InstructionCx<'_>, stage: StageId) -> Option<u32> {
    let Base::Image(image) = cx.build.external_base(stage) else { return None };
    let tag = image.tag().filter(|_| image.repository().contains("node"))?;
    let node = ImageName::parse("node");
    let mut words = tag.split('-').filter(|word| word.starts_with(|it: char| it.is_ascii_alphabetic()));
    let named = || words.find_map(|word| number(releases(&node, Some(word)).product?.name));
    number(tag).or_else(named)
}

/// The number that `text` starts with.
fn number(text: &str) -> Option<u32> {
    let digits = text.len() - text.trim_start_matches(|it: char| it.is_ascii_digit()).len();
    text[..digits].parse().ok()
}
