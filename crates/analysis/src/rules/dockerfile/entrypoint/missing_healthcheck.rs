//! `missing-healthcheck`: no HEALTHCHECK.

use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::dockerfile::Base;

rule! {
    /// Docker and Docker Swarm learn from HEALTHCHECK whether the service works. Kubernetes and Amazon ECS have checks
    /// of their own and ignore it, so the rule is for those who run neither.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// #    ^^^^^^^^^^^^ note: the image has no HEALTHCHECK
    /// CMD ["/app"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// HEALTHCHECK CMD ["/app", "--check"]
    /// CMD ["/app"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM public.ecr.aws/lambda/python:3.13
    /// CMD ["app.handler"]
    /// ```
    "missing-healthcheck" {
        summary: "no HEALTHCHECK",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["DL3057", "DS-0026", "CKV_DOCKER_2"],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let Some(stage) = cx.build.final_stage() else { return };
    let has = |pick: fn(&Body) -> bool| {
        cx.build.latest(stage.id, stage.steps.end, |_, it| pick(&it.body).then_some(())).is_some()
    };
    let runs = has(|body| matches!(body, Body::Cmd(_) | Body::Entrypoint(_)));
    let lambda =
        matches!(cx.build.external_base(stage.id), Base::Image(image) if image.repository().contains("lambda"));
    let unknown = matches!(cx.build.external_base(stage.id), Base::Unknown);
    if !runs || lambda || unknown || has(|body| matches!(body, Body::Healthcheck(_))) {
        return;
    }
    if let Some(word) = &stage.from.image {
        sink.report(word.range, "the image has no HEALTHCHECK").note("Docker sees only whether the process is there");
    }
}
