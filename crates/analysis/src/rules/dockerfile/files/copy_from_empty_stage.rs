//! `copy-from-empty-stage`: a COPY from a stage without files.

use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::dockerfile::{Base, EdgeKind};

rule! {
    /// The stage starts from `scratch` and puts nothing there, so there is nothing to copy.
    ///
    /// ```Dockerfile,bad
    /// FROM scratch AS files
    /// LABEL a=b
    /// FROM debian:12.11
    /// COPY --from=files /etc/app /etc/app
    ///           # ^^^^^ error: stage `files` is empty
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM scratch AS files
    /// COPY app /etc/app
    /// FROM debian:12.11
    /// COPY --from=files /etc/app /etc/app
    /// ```
    "copy-from-empty-stage" {
        summary: "a COPY from a stage without files",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Error, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    for edge in cx.build.stages.iter().flat_map(|stage| &stage.edges) {
        let from = cx.build.stage(edge.to);
        let fills = |body: &Body| {
            matches!(body, Body::Copy(_) | Body::Run(_) | Body::Workdir(_) | Body::Onbuild(_) | Body::Unknown(_))
        };
        let filled = cx.build.stage_steps(from).any(|(_, it)| fills(&it.body));
        if edge.kind == EdgeKind::CopyFrom && from.base == Base::Scratch && !filled {
            let name = from.name.clone().unwrap_or_else(|| from.id.0.to_string());
            sink.report(edge.range, format!("stage `{name}` is empty"))
                .label(from.from.image.as_ref().map_or(edge.range, |word| word.range), "nothing is added to it");
        }
    }
}
