//! Which user a stage could run as instead of root.

pub(super) use crate::rules::dockerfile::lines::{line_before, line_end};

use crate::DockerfileCx;
use plimsoll_model::commands::created_user;
use plimsoll_model::dockerfile::{Base, Stage};
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::images::known_user;

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
