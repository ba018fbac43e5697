//! Which user a stage could run as instead of root.

pub(super) use crate::rules::dockerfile::lines::{line_before, line_end};

use super::accounts::is_root;
use crate::DockerfileCx;
use plimsoll_model::commands::created_user;
use plimsoll_model::dockerfile::{Base, Stage, StepId};
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::images::{known_user, nonroot_user};
use plimsoll_text::slice;

/// The user that the stage or one it starts from creates, if it is one alone; else the one that the base image
/// brings for this purpose.
pub(super) fn user_of(cx: &DockerfileCx<'_>, stage: &Stage<'_>) -> Option<String> {
    let mut created: Vec<String> = Vec::new();
    for stage in cx.build.ancestry(stage.id) {
        for (step, _) in cx.build.stage_steps(stage) {
            let commands = cx.build.scripts(step).iter().flat_map(|script| &script.commands);
            created.extend(commands.filter_map(created_user).map(str::to_owned));
        }
    }
    created.sort();
    created.dedup();
    match &created[..] {
        [one] => Some(one.clone()),
        [] => {
            let Base::Image(image) = cx.build.external_base(stage.id) else { return None };
            let name = ImageName::from_parts(image.registry(), image.repository());
            known_user(&name, image.tag()).filter(|user| user.serves).map(|user| user.name.to_owned())
        }
        _ => None,
    }
}

/// The user, other than root, that held before the USER at `step`: that of the file, as written, or the base image's own.
pub(super) fn former_user(cx: &DockerfileCx<'_>, stage: &Stage<'_>, step: StepId) -> Option<String> {
    let holder = cx.build.steps[step].stage?;
    if let Some(user) = cx.build.user(holder, step) {
        let value = user.value.filter(|value| !value.is_empty() && !is_root(value))?;
        let written = slice(cx.source(), user.word.range);
        return Some(if written.contains('$') { value } else { written.to_owned() });
    }
    let Base::Image(image) = cx.build.external_base(stage.id) else { return None };
    let name = ImageName::from_parts(image.registry(), image.repository());
    nonroot_user(&name, image.tag()).filter(|user| *user != "platform").map(str::to_owned)
}
