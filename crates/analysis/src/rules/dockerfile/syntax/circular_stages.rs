//! `circular-stages`: stages that need each other.

use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::dockerfile::{Edge, Stage, StageId, WrongReference};
use plimsoll_text::TextRange;

rule! {
    /// Stages that take files from each other can never be built.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11 AS one
    /// COPY --from=two /a /b
    /// #    ^^^^^^^^^^ error: the stages `one` and `two` need each other
    /// FROM debian:12.11 AS two
    /// COPY --from=one /a /b
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11 AS one
    /// FROM debian:12.11 AS two
    /// COPY --from=one /a /b
    /// ```
    "circular-stages" {
        summary: "stages that need each other",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    for stage in &cx.build.stages {
        for (range, later) in later_references(cx, stage) {
            let Some(edges) = way(cx, later, stage.id) else { continue };
            let called = |id: StageId| cx.build.stage(id).name.clone().unwrap_or_else(|| id.0.to_string());
            let message = format!("the stages `{}` and `{}` need each other", called(stage.id), called(later));
            let finding = sink.report(range, message);
            finding.note("BuildKit stops here");
            for edge in edges {
                finding.label(edge.range, format!("needs `{}`", called(edge.to)));
            }
        }
    }
}

/// Where a stage takes something from one that stands behind it. FROM cannot: there the name means an image.
fn later_references(cx: &DockerfileCx<'_>, stage: &Stage<'_>) -> Vec<(TextRange, StageId)> {
    let mut found = Vec::new();
    for (_, instruction) in cx.build.stage_steps(stage) {
        let mut add = |range: TextRange, name: &str, is_copy: bool| {
            if let Some(WrongReference::Later(later)) = cx.build.wrong_reference(stage.id, name, is_copy) {
                found.push((range, later));
            }
        };
        match &instruction.body {
            Body::Copy(_) => {
                let flag = instruction.flag(cx.source(), "from");
                let name = flag.and_then(|flag| flag.value.as_ref()?.literal(cx.source()));
                if let Some((flag, name)) = flag.zip(name) {
                    add(flag.range, &name, true);
                }
            }
            Body::Run(run) => {
                for option in run.mounts.iter().flat_map(|mount| &mount.options) {
                    if let Some(value) = option.value.filter(|_| cx.text(option.key).eq_ignore_ascii_case("from")) {
                        add(option.range, cx.text(value), false);
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// What the later stage `from` takes, directly or through others, from the earlier one `to`; `None` if nothing.
fn way(cx: &DockerfileCx<'_>, from: StageId, to: StageId) -> Option<Vec<Edge>> {
    let mut ways: Vec<(StageId, Vec<Edge>)> = vec![(from, Vec::new())];
    let mut at = 0;
    while let Some((stage, so_far)) = ways.get(at).cloned() {
        for edge in &cx.build.stage(stage).edges {
            let mut edges = so_far.clone();
            edges.push(*edge);
            if edge.to == to {
                return Some(edges);
            }
            if !ways.iter().any(|(seen, _)| *seen == edge.to) {
                ways.push((edge.to, edges));
            }
        }
        at += 1;
    }
    None
}
