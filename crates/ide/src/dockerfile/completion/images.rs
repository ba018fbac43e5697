//! Stages and images, where a build takes something from.

use crate::dockerfile::Cx;
use crate::images::seen;
use crate::{Completion, CompletionKind};
use plimsoll_model::dockerfile::{Base, StepId};
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::images;
use plimsoll_text::{Edit, TextRange, TextSize, size};
use std::collections::BTreeSet;

/// Where an image is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum In {
    /// `FROM image`
    From,
    /// `--from=image`
    Flag,
}

/// What may stand at `word`: a tag behind a `:`, else a stage or an image.
pub(super) fn images(cx: &Cx<'_>, step: StepId, word: TextRange, offset: TextSize, place: In) -> Vec<Completion> {
    let text = cx.text(word);
    let path_start = text.rfind('/').map_or(0, |slash| slash + 1);
    let colon = text[path_start..].find(':').map(|colon| path_start + colon);
    match colon.filter(|colon| word.start() + size(*colon) < offset) {
        Some(colon) => tags(cx, &text[..colon], TextRange::new(word.start() + size(colon + 1), word.end())),
        None => {
            let mut found = stages(cx, step, word);
            found.extend(names(cx, word, place));
            found
        }
    }
}

fn stages(cx: &Cx<'_>, step: StepId, word: TextRange) -> Vec<Completion> {
    let earlier = cx.build.stages.iter().filter(|stage| stage.from_step < step && !stage.steps.contains(&step));
    let named = earlier.filter_map(|stage| {
        let name = cx.text(stage.from.name.as_ref()?.range);
        let mut completion = Completion::new(name, CompletionKind::Stage, Edit::replace(word, name));
        completion.detail = Some(match &stage.base {
            Base::Image(image) => format!("stage {} from {}", stage.id.0, image.text()),
            Base::Stage(id) => format!("stage {} from stage {}", stage.id.0, id.0),
            Base::Scratch => format!("stage {} from scratch", stage.id.0),
            Base::Unknown => format!("stage {}", stage.id.0),
        });
        completion.sort = 10;
        Some(completion)
    });
    named.collect()
}

fn names(cx: &Cx<'_>, word: TextRange, place: In) -> Vec<Completion> {
    let item = |name: &str, detail: &str, sort: u16| {
        let mut completion = Completion::new(name, CompletionKind::Image, Edit::replace(word, name));
        completion.detail = (!detail.is_empty()).then(|| detail.to_owned());
        completion.sort = sort;
        completion
    };
    let mut found = Vec::new();
    if place == In::From {
        found.push(Completion { sort: 40, ..item("scratch", "nothing: an empty image", 40) });
    }
    let seen = seen(cx.view.workspace, &cx.view.file.path, word);
    let whole: BTreeSet<&str> = seen.iter().map(|image| image.text.as_str()).collect();
    found.extend(whole.iter().map(|text| item(text, "in this workspace", 20)));
    let bare: BTreeSet<&str> =
        seen.iter().map(|image| image.name.as_str()).filter(|name| !whole.contains(name)).collect();
    found.extend(bare.iter().map(|name| item(name, "in this workspace", 30)));
    let official = images::official_names().filter(|name| !bare.contains(name) && !whole.contains(name));
    found.extend(official.map(|name| {
        let given_up = images::deprecated(&ImageName::parse(name));
        let mut completion = item(name, given_up.map_or("official image", |it| it.note), 50);
        completion.deprecated = given_up.is_some();
        completion
    }));
    found
}

/// The tags of `name` that the workspace uses.
fn tags(cx: &Cx<'_>, name: &str, tag: TextRange) -> Vec<Completion> {
    let seen = seen(cx.view.workspace, &cx.view.file.path, tag);
    let tags: BTreeSet<&str> =
        seen.iter().filter(|image| image.name == name).filter_map(|image| image.tag.as_deref()).collect();
    let tags = tags.into_iter().map(|text| {
        let mut completion = Completion::new(text, CompletionKind::Image, Edit::replace(tag, text));
        completion.detail = Some("in this workspace".to_owned());
        completion
    });
    tags.collect()
}
