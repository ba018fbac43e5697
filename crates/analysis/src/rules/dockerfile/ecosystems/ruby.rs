//! What images of Ruby are, and whether a stage runs a Ruby program in production.
//!
//! Invariant: an image of which nothing is known is neither.

use crate::rules::dockerfile::surroundings::{is_for_development, says};
use crate::{CommandCx, DockerfileCx, InstructionCx, StageCx};
use plimsoll_model::commands::{Action, Manager, PackageCommand, package_command};
use plimsoll_model::dockerfile::{Base, BindingKind, BindingValue, Stage, StageId};
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
/// nothing in it is for tests or development. A default of ARG is there to be replaced.
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
    let is_one = |name: &str| {
        let binding = cx.build.binding(stage.id, stage.steps.end, name);
        binding.filter(|it| it.kind == BindingKind::Env).is_some_and(|it| match &it.value {
            BindingValue::Known(value) => {
                let is_written = !cx.text(it.pair.range).contains('$');
                is_written && matches!(value.text.as_str(), "production" | "staging")
            }
            _ => false,
        })
    };
    stage.shipped
        && NAMES.iter().any(|name| is_one(name))
        && !is_for_development(cx, stage)
        && !says(cx, stage.id, &OTHERS)
}

/// The `bundle install`s of a stage without one of `options`, in order.
pub(super) fn bundle_installs<'a>(cx: &StageCx<'a>, options: &[&str]) -> Vec<(CommandCx<'a>, PackageCommand<'a>)> {
    let mut all = Vec::new();
    for (step, instruction) in cx.build.stage_steps(cx.stage) {
        let run = InstructionCx { dockerfile: cx.dockerfile, stage: Some(cx.stage.id), step, instruction };
        for script in cx.build.scripts(step) {
            for command in &script.commands {
                let install = package_command(command)
                    .filter(|it| it.manager == Manager::Bundle && it.action == Action::Install && !it.has(options));
                all.extend(install.map(|install| (CommandCx { instruction: run, script, command }, install)));
            }
        }
    }
    all
}
