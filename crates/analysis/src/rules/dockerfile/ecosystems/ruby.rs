//! What images of Ruby are, and whether a stage runs a Ruby program in production.
//!
//! Invariant: an image of which nothing is known is neither.

use crate::DockerfileCx;
use crate::rules::dockerfile::surroundings::{bound, is_for_development, says};
use plimsoll_model::dockerfile::{Base, Stage, StageId};
use plimsoll_model::tables::eol::{is_newer, releases};
use plimsoll_model::tables::image_name::ImageName;

/// Whether the stage starts from the official image of Ruby, of a release that is newer than `than`.
pub(super) fn is_newer_ruby(cx: &DockerfileCx<'_>, stage: StageId, than: &str) -> bool {
    let Base::Image(image) = cx.build.external_base(stage) else { return false };
    let name = ImageName::from_parts(image.registry(), image.repository());
    let release = releases(&name, image.tag()).product.filter(|release| release.id == "ruby");
    name.official() == Some("ruby") && release.is_some_and(|release| is_newer(release.name, than) == Some(true))
}

/// Whether the stage starts from the official image of Ruby.
pub(in crate::rules::dockerfile) fn is_official_ruby(cx: &DockerfileCx<'_>, stage: StageId) -> bool {
    match cx.build.external_base(stage) {
        Base::Image(image) => ImageName::from_parts(image.registry(), image.repository()).official() == Some("ruby"),
        _ => false,
    }
}

/// Whether the stage is shipped to run in production: it says so by one of the variables that name the environment, and
/// nothing in it is for tests or development.
pub(super) fn is_production(cx: &DockerfileCx<'_>, stage: &Stage<'_>) -> bool {
    const NAMES: [&str; 4] = ["RAILS_ENV", "RACK_ENV", "HANAMI_ENV", "APP_ENV"];
    const OTHERS: [&str; 8] = [
        "rspec",
        "rubocop",
        "rails_env=test",
        "rails_env=development",
        "rails_env test",
        "rails_env development",
        "rack_env=development",
        "guard",
    ];
    let names = || NAMES.iter().map(|name| bound(cx, stage.id, stage.steps.end, name));
    stage.shipped
        && names().any(|value| value.is_one_of(&["production", "staging"]))
        && !is_for_development(cx, stage)
        && !says(cx, stage.id, &OTHERS)
}
