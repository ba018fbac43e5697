//! `circular-stages`: stages that need each other.

use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{Body};
use plimsoll_model::dockerfile::{StageId, WrongReference};

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
        for (_, instruction) in cx.build.stage_steps(stage) {
            let flag = instruction.flag(cx.source(), "from").filter(|_| matches!(instruction.body, Body::Copy(_)));
            let Some((flag, name)) = flag.and_then(|flag| Some((flag, flag.value.as_ref()?.literal(cx.source())?))) else { continue };
            let Some(WrongReference::Later(later)) = cx.build.wrong_reference(stage.id, &name, true) else { continue };
            if !needs(cx, later, stage.id) {
                continue;
            }
            let called = |id: StageId| cx.build.stage(id).name.clone().unwrap_or_else(|| id.0.to_string());
            let message = format!("the stages `{}` and `{}` need each other", called(stage.id), called(later));
            let finding = sink.report(flag.range, message);
            finding.note("BuildKit stops here");
            for edge in &cx.build.stage(later).edges {
                if edge.to == stage.id {
                    finding.label(edge.range, "the other way");
                }
            }
        }
    }
}

/// Whether the later stage `from` needs the earlier one `to`, directly or through others.
fn needs(cx: &DockerfileCx<'_>, from: StageId, to: StageId) -> bool {
    let mut seen = vec![from];
    let mut at = 0;
    while let Some(stage) = seen.get(at).copied() {
        for edge in &cx.build.stage(stage).edges {
            if !seen.contains(&edge.to) {
                seen.push(edge.to);
            }
        }
        at += 1;
    }
    seen.contains(&to)
}
