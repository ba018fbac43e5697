//! `persisted-debian-frontend`: DEBIAN_FRONTEND stays set in the image.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_dockerfile::Body;
use plimsoll_text::Edit;

rule! {
    /// ENV is still there when somebody works in the container, and keeps apt from asking them anything. ARG holds for
    /// the build alone.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ENV DEBIAN_FRONTEND=noninteractive
    ///   # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: DEBIAN_FRONTEND stays set in the image
    /// RUN apt-get update
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ARG DEBIAN_FRONTEND=noninteractive
    /// RUN apt-get update
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ARG DEBIAN_FRONTEND=noninteractive
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ENV DEBIAN_FRONTEND=noninteractive
    /// RUN apt-get update
    /// ENV DEBIAN_FRONTEND=dialog
    /// ```
    "persisted-debian-frontend" {
        summary: "DEBIAN_FRONTEND stays set in the image",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Stage(check),
    }
}

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    if !cx.stage.shipped {
        return;
    }
    let mut found = None;
    for (_, instruction) in cx.build.stage_steps(cx.stage) {
        let Body::Env(pairs) = &instruction.body else { continue };
        for pair in pairs.pairs.iter().filter(|pair| pair.key.raw(cx.source()) == "DEBIAN_FRONTEND") {
            let value = pair.value.as_ref().and_then(|value| value.literal(cx.source()));
            let back = value.is_some_and(|value| matches!(&*value, "" | "dialog" | "newt" | "readline" | "teletype"));
            found = (!back).then_some((instruction, pairs, pair));
        }
    }
    let Some((instruction, pairs, pair)) = found else { return };
    // A child stage inherits ENV and not, with every builder, ARG.
    let alone = pairs.pairs.len() == 1 && !pairs.legacy && !is_parent(cx);
    let fix = alone.then(|| Fix::safe("use ARG", Edit::replace(instruction.keyword_range, "ARG")));
    sink.report(pair.range, "DEBIAN_FRONTEND stays set in the image").note("ARG holds for the build alone").fix(fix);
}

fn is_parent(cx: &StageCx<'_>) -> bool {
    cx.build.stages.iter().any(|other| other.base == plimsoll_model::dockerfile::Base::Stage(cx.stage.id))
}
