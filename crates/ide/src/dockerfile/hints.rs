//! Inlay hints in a Dockerfile: what FROM comes to, the number of a stage, the user in effect.
//!
//! Invariant: a hint says only what the file decides; a value that may be secret gives none.

use super::Cx;
use crate::{Hint, HintKind};
use plimsoll_dockerfile::{Body, CommandLine, Instruction};
use plimsoll_model::dockerfile::{Base, Stage};
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::images;
use plimsoll_text::{TextSize, lines, size};

pub(crate) fn hints(cx: &Cx<'_>) -> Vec<Hint> {
    let mut found = Vec::new();
    let are_several = cx.build.stages.len() > 1;
    for stage in &cx.build.stages {
        found.extend(resolved(cx, stage));
        if are_several {
            let step = &cx.build.steps[stage.from_step];
            let is_final = cx.build.final_stage().is_some_and(|last| last.id == stage.id);
            found.push(Hint {
                offset: line_end(cx, step.instruction.range.end()),
                label: if is_final { format!("stage {}, final", stage.id.0) } else { format!("stage {}", stage.id.0) },
                kind: HintKind::Stage,
                tooltip: Some(format!("`COPY --from={}` takes files from this stage.", stage.id.0)),
            });
        }
    }
    found.extend(cx.build.final_stage().and_then(|stage| user(cx, stage)));
    found
}

/// What the image of FROM comes to, behind its word.
fn resolved(cx: &Cx<'_>, stage: &Stage<'_>) -> Option<Hint> {
    let word = stage.from.image.as_ref()?;
    let name = match &stage.base {
        Base::Image(image) => image.text().to_owned(),
        Base::Stage(id) => format!("stage {}", id.0),
        Base::Scratch => "scratch".to_owned(),
        Base::Unknown => return None,
    };
    let has_variable = word.variables().next().is_some();
    (has_variable && !cx.hides("", &name)).then(|| Hint {
        offset: word.range.end(),
        label: format!("= {name}"),
        kind: HintKind::Value,
        tooltip: Some("By the defaults of the build arguments.".to_owned()),
    })
}

/// The user that the final image runs as, at the end of what it runs.
fn user(cx: &Cx<'_>, stage: &Stage<'_>) -> Option<Hint> {
    let runs = |it: &Instruction| {
        let command = match &it.body {
            Body::Cmd(command) | Body::Entrypoint(command) => command,
            _ => return false,
        };
        *command != CommandLine::Empty
    };
    let (_, last) = cx.build.stage_steps(stage).rfind(|(_, it)| runs(it))?;
    let (name, why) = match cx.build.user(stage.id, stage.steps.end) {
        Some(setting) => (setting.value?, "The last USER.".to_owned()),
        None => {
            let Base::Image(image) = cx.build.external_base(stage.id) else { return None };
            let name = ImageName::from_parts(image.registry(), image.repository());
            let why = format!("No USER is set; it is that of `{}`.", image.text());
            match images::nonroot_user(&name, image.tag()) {
                Some(user) => (user.to_owned(), why),
                None if images::runs_as_root(&name, image.tag()) => ("root".to_owned(), why),
                None => return None,
            }
        }
    };
    (!name.is_empty() && !cx.hides("", &name)).then(|| Hint {
        offset: line_end(cx, last.range.end()),
        label: format!("as {name}"),
        kind: HintKind::User,
        tooltip: Some(why),
    })
}

/// The end of the line that `offset` lies in, blanks left out.
fn line_end(cx: &Cx<'_>, offset: TextSize) -> TextSize {
    let rest = &cx.source[usize::from(offset)..];
    let line = lines(rest).next().map_or("", |line| line.text.trim_end());
    offset + size(line.len())
}
