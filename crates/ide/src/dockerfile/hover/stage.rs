//! About a build stage.

use super::Cx;
use super::variable::line;
use plimsoll_model::dockerfile::{Base, EdgeKind, Stage};
use std::collections::BTreeSet;
use std::fmt::Write;

pub(super) fn about(cx: &Cx<'_>, stage: &Stage<'_>) -> String {
    let build = cx.build;
    let called = |stage: &Stage<'_>| match &stage.from.name {
        Some(name) => format!("`{}`", cx.text(name.range)),
        None => format!("stage {}", stage.id.0),
    };
    let from = match &stage.base {
        Base::Stage(id) => format!(" from {}", called(build.stage(*id))),
        Base::Scratch => " from nothing (`scratch`)".to_owned(),
        Base::Image(image) => format!(" from `{}`", image.text()),
        Base::Unknown => String::new(),
    };
    let at = line(cx, build.steps[stage.from_step].instruction.range);
    let mut text = format!("Stage {} {}{from}, line {at}", stage.id.0, called(stage));
    let is_final = build.final_stage().is_some_and(|last| last.id == stage.id);
    if is_final {
        text.push_str("\n\nThe final stage: the image that the build gives.");
    }
    let mut users: Vec<(usize, BTreeSet<&str>)> = Vec::new();
    for other in &build.stages {
        let kinds: BTreeSet<&str> =
            other.edges.iter().filter(|edge| edge.to == stage.id).map(|edge| kind(edge.kind)).collect();
        if !kinds.is_empty() {
            users.push((other.id.0, kinds));
        }
    }
    for (user, kinds) in &users {
        let kinds: Vec<&str> = kinds.iter().copied().collect();
        let _ = write!(text, "\n\nUsed by {} ({})", called(&build.stages[*user]), kinds.join(", "));
    }
    if users.is_empty() && !is_final {
        text.push_str("\n\nNo other stage uses it: it is built only with `--target`.");
    }
    text
}

fn kind(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::From => "FROM",
        EdgeKind::CopyFrom => "COPY --from",
        EdgeKind::MountFrom => "RUN --mount",
    }
}
