//! `undefined-stage`: a reference to a stage that there is not.

use crate::rule::rule;
use crate::suggest::nearest;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
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
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
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
