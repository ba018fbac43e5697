//! Which user a stage could run as instead of root.

pub(super) use crate::rules::dockerfile::lines::{line_before, line_end};

use super::accounts::is_root;
use super::exemptions::may_be_root;
use crate::DockerfileCx;
use plimsoll_model::commands::created_user;
use plimsoll_model::dockerfile::{Base, Stage, StepId};
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::images::{drops_privileges, known_user, nonroot_user};
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

/// Whether what the container runs may be another user than root, or become one: a USER, a user that is created, an
/// image or program that changes the user.
pub(super) fn may_serve_as_other(cx: &DockerfileCx<'_>, stage: &Stage<'_>) -> bool {
    let steps = || cx.build.ancestry(stage.id).flat_map(|stage| cx.build.stage_steps(stage));
    let is_other = |step: StepId| {
        let user = cx.build.user(stage.id, step + 1);
        user.is_some_and(|user| user.value.is_none_or(|value| !is_root(&value)))
    };
    let creates = |step: StepId| {
        let mut commands = cx.build.scripts(step).iter().flat_map(|script| &script.commands);
        commands.any(|command| created_user(command).is_some())
    };
    let has_server = match cx.build.external_base(stage.id) {
        Base::Image(image) => {
            let name = ImageName::from_parts(image.registry(), image.repository());
            drops_privileges(&name, image.tag()) || known_user(&name, image.tag()).is_some_and(|user| user.serves)
        }
        _ => false,
    };
    has_server || may_be_root(cx, stage) || steps().any(|(step, _)| is_other(step) || creates(step))
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
