//! Users that an image has.

use super::{At, Cx};
use crate::{Completion, CompletionKind};
use plimsoll_model::commands::created_user;
use plimsoll_model::dockerfile::{Base, StageId, StepId};
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::images;
use plimsoll_text::{Edit, TextRange, TextSize, size};

/// The users that may stand at `word`; nothing behind its `:`, where a group stands.
pub(super) fn users(cx: &Cx<'_>, at: At<'_>, word: TextRange, offset: TextSize) -> Vec<Completion> {
    let end = cx.text(word).find(':').map_or(word.end(), |colon| word.start() + size(colon));
    if offset > end {
        return Vec::new();
    }
    let place = TextRange::new(word.start(), end);
    let Some(stage) = cx.stage_of(at.step) else { return Vec::new() };
    let item = |(name, detail): (String, String)| {
        let mut completion = Completion::new(&name, CompletionKind::User, Edit::replace(place, &name));
        completion.sort = if name == "root" { 90 } else { 10 };
        completion.detail = Some(detail);
        completion
    };
    known(cx, stage, at.step).into_iter().map(item).collect()
}

/// The users that exist in `stage` before `step`, with where they come from; the newest first.
fn known(cx: &Cx<'_>, stage: StageId, step: StepId) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for stage in cx.build.ancestry(stage) {
        for (at, _) in cx.build.stage_steps(stage).rev().filter(|(at, _)| *at < step) {
            let commands = cx.build.scripts(at).iter().flat_map(|script| &script.commands);
            found.extend(commands.filter_map(created_user).map(|name| (name.to_owned(), "created above".to_owned())));
        }
    }
    if let Base::Image(image) = cx.build.external_base(stage)
        && let Some(user) =
            images::known_user(&ImageName::from_parts(image.registry(), image.repository()), image.tag())
    {
        found.push((user.name.to_owned(), format!("comes with {}", image.name())));
    }
    found.push(("root".to_owned(), "may do everything".to_owned()));
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|(name, _)| seen.insert(name.clone()));
    found
}
