//! What an image says of itself, and what files ask of it.
//!
//! Invariant: an image is asked for only if a rule that is on would say something else with the answer.

use crate::Workspace;
use plimsoll_dockerfile::{Body, Healthcheck};
use plimsoll_model::dockerfile::{Build, Stage, StageId, StepId};
use plimsoll_text::TextRange;
use std::collections::BTreeSet;

/// What a registry says of an image.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImageFacts {
    /// Its platforms: `linux/arm64/v8`.
    pub platforms: Vec<String>,
    /// Whether it has a HEALTHCHECK that does something.
    pub has_healthcheck: bool,
    /// The user that it starts as, as it is written there; empty for root.
    pub user: String,
    /// Its working directory; empty for `/`.
    pub working_directory: String,
    /// The names of the variables that it sets.
    pub variables: BTreeSet<String>,
    /// Whether it has an ENTRYPOINT.
    pub has_entrypoint: bool,
}

impl ImageFacts {
    /// Whether it starts as root.
    #[must_use]
    pub fn is_root(&self) -> bool {
        let user = self.user.split(':').next().unwrap_or_default();
        user.is_empty() || user == "root" || user.bytes().all(|byte| byte == b'0')
    }
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
