//! What rules want to know of images that only a registry can tell.
//!
//! Invariant: an image is asked for only if a rule that is on would say something else with the answer.

use crate::{Level, Settings, SourceFile, Workspace, registry};
use plimsoll_dockerfile::{Body, Healthcheck};
use plimsoll_model::dockerfile::{Base, Build, Stage, StageId, StepId, UseKind};
use plimsoll_text::TextRange;
use std::collections::BTreeSet;

/// What a registry says of an image.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImageFacts {
    /// Its platforms: `linux/arm64/v8`.
    pub platforms: Vec<String>,
    /// Whether it has a HEALTHCHECK that does something.
    pub has_healthcheck: bool,
}

/// A platform that an image is wanted for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AskedPlatform {
    /// `linux/arm64`
    pub(crate) platform: String,
    /// The flag of FROM that asks for it.
    pub(crate) flag: Option<TextRange>,
    /// Else the Compose or Bake file that does.
    pub(crate) file: Option<String>,
}

/// The images of `file`, a Dockerfile, of which rules want to know platforms and health check, as they are written.
#[must_use]
pub fn images_to_describe(file: &SourceFile, settings: &Settings, workspace: &Workspace) -> BTreeSet<String> {
    let is_on = |id| registry::by_id(id).is_some_and(|rule| settings.level(rule) != Level::Off);
    let (platforms, checks) = (is_on("platform-mismatch"), is_on("pointless-healthcheck-none"));
    let syntax = plimsoll_dockerfile::parse(&file.text);
    let build = Build::new(&file.text, &syntax);
    let mut wanted = BTreeSet::new();
    for used in build.images.iter().filter(|used| platforms && used.kind == UseKind::From) {
        if !asked_platforms(&build, workspace, &file.path, build.stage(used.stage)).is_empty() {
            wanted.insert(used.image.text().to_owned());
        }
    }
    for stage in build.stages.iter().filter(|_| checks) {
        for (step, _) in build.stage_steps(stage).filter(|(_, it)| turns_off(&it.body)) {
            if let (Base::Image(image), true) = (build.external_base(stage.id), is_first_check(&build, stage.id, step))
            {
                wanted.insert(image.text().to_owned());
            }
        }
    }
    wanted
}

/// The platforms that the base image of a stage is wanted for: the one that FROM names, else those that the builds of
/// the file name.
pub(crate) fn asked_platforms(
    build: &Build<'_>,
    workspace: &Workspace,
    path: &str,
    stage: &Stage<'_>,
) -> Vec<AskedPlatform> {
    let from = build.steps[stage.from_step].instruction;
    if let Some(flag) = from.flag(build.source, "platform") {
        // Of `$BUILDPLATFORM` the file does not tell.
        let value = flag.value.as_ref().and_then(|word| build.expand(stage.from_step, word)).map(|value| value.text);
        let known = value.filter(|text| text.contains('/') && !text.contains('$'));
        return known
            .map(|platform| AskedPlatform { platform, flag: Some(flag.range), file: None })
            .into_iter()
            .collect();
    }
    let builds =
        workspace.builds_of(path).flat_map(|it| it.platforms.iter().map(|platform| (it.file.clone(), platform)));
    let mut asked: Vec<AskedPlatform> = builds
        .map(|(file, platform)| AskedPlatform { platform: platform.clone(), flag: None, file: Some(file) })
        .collect();
    asked.sort_by(|left, right| left.platform.cmp(&right.platform));
    asked.dedup_by(|right, left| right.platform == left.platform);
    asked
}

/// `HEALTHCHECK NONE`
pub(crate) fn turns_off(body: &Body) -> bool {
    matches!(body, Body::Healthcheck(Healthcheck::None { .. }))
}

/// Whether nothing before `step` in the stage, or in those that it starts from, sets a health check.
pub(crate) fn is_first_check(build: &Build<'_>, stage: StageId, step: StepId) -> bool {
    build.latest(stage, step, |_, it| matches!(it.body, Body::Healthcheck(_)).then_some(())).is_none()
}
