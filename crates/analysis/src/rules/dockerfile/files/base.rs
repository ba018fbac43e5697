//! Where the base image of a stage starts.

use crate::DockerfileCx;
use plimsoll_model::dockerfile::{Base, StageId};
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::workdirs;

/// Whether the stage's external base is an image that is known to start in `/`.
pub(super) fn starts_in_root(cx: &DockerfileCx<'_>, stage: StageId) -> bool {
    match cx.build.external_base(stage) {
        Base::Image(image) => workdirs::starts_in_root(&ImageName::from_parts(image.registry(), image.repository())),
        _ => false,
    }
}
