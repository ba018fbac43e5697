//! `undefined-stage`: a reference to a stage that there is not.

use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::suggest::nearest;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::dockerfile::UseKind;
use plimsoll_model::tables::images::is_official;
use plimsoll_text::Edit;

rule! {
    /// A name that no stage has is looked up as an image, `docker.io/library/…`, and the build fails or takes files of
    /// somebody else.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11 AS builder
    /// FROM debian:12.11
    /// COPY --from=bulder /app /app
    ///           # ^^^^^^ warning: no stage is called `bulder`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11 AS builder
    /// FROM debian:12.11
    /// COPY --from=builder /app /app
    /// ```
    ///
    /// Images and contexts that are given to the build are fine:
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11 AS builder
    /// COPY --from=nginx:1.29 /etc/nginx /etc/nginx
    /// COPY --from=ghcr.io/astral-sh/uv:0.9 /uv /bin/
    /// COPY --from=golang /usr/local/go /usr/local/go
    /// COPY --from=assets / /srv
    /// ```
    "undefined-stage" {
        summary: "a reference to a stage that there is not",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DL3022"],
        options: &[as_hadolint::OPTION],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    if as_hadolint::is_on(cx.settings, &RULE) {
        for (step, at) in cx.build.steps.iter().enumerate() {
            let (Body::Copy(_), Some(stage)) = (&at.instruction.body, at.stage) else { continue };
            let Some(word) = at.instruction.flag(cx.source(), "from").and_then(|flag| flag.value.as_ref()) else {
                continue;
            };
            let name = word.raw(cx.source());
            let is_number = name.parse::<usize>().is_ok_and(|number| number < stage.0);
            let mut earlier = cx.build.stages.iter().filter(|stage| stage.from_step < step);
            let is_stage = earlier.any(|stage| stage.from.name.as_ref().is_some_and(|it| cx.text(it.range) == name));
            if !is_number && !is_stage && !name.contains(':') {
                sink.report(word.range, format!("no stage is called `{name}`"))
                    .note("the builder looks for an image of that name");
            }
        }
        return;
    }
    for used in cx.build.images.iter().filter(|used| used.kind != UseKind::From) {
        let name = used.image.text();
        if name.contains(['/', ':', '.', '@']) || is_official(name) {
            continue;
        }
        // Any other word may be a context that is given to the build.
        let earlier = cx.build.stages.iter().take(used.stage.0).filter_map(|stage| stage.name.as_deref());
        let Some(meant) = nearest(name, earlier, 2) else { continue };
        let fix = (cx.text(used.range) == name)
            .then(|| Fix::r#unsafe(format!("use `{meant}`"), Edit::replace(used.range, meant)));
        sink.report(used.range, format!("no stage is called `{name}`"))
            .note("the builder looks for an image of that name")
            .fix(fix);
    }
}
