//! `invalid-epoch-stage`: stage that cannot say how old the build is.

use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Keyword};
use plimsoll_model::dockerfile::{Base, BindingValue, Stage};
use plimsoll_text::TextRange;

rule! {
    /// The default of `SOURCE_DATE_EPOCH` may name a stage: then its one source says the time. Such a stage starts from
    /// `scratch` and holds nothing but a single ADD of one URL or Git repository, besides ARG.
    ///
    /// ```Dockerfile,bad
    /// ARG SOURCE_DATE_EPOCH=src
    /// FROM alpine:3.22 AS src
    /// #    ^^^^^^^^^^^ error: the stage `src` must start from `scratch`, since `SOURCE_DATE_EPOCH` names it
    /// ADD https://github.com/acme/app.git /
    /// FROM debian:12.11
    /// ```
    ///
    /// ```Dockerfile,bad
    /// ARG SOURCE_DATE_EPOCH=src
    /// FROM scratch AS src
    /// COPY . /
    /// ^^^^ error: only ARG and one ADD may stand in the stage that `SOURCE_DATE_EPOCH` names
    /// FROM debian:12.11
    /// ```
    ///
    /// ```Dockerfile,good
    /// ARG SOURCE_DATE_EPOCH=src
    /// FROM scratch AS src
    /// ADD https://github.com/acme/app.git /
    /// FROM debian:12.11
    /// ```
    ///
    /// ```Dockerfile,good
    /// ARG SOURCE_DATE_EPOCH=1767225600
    /// FROM alpine:3.22 AS src
    /// ```
    "invalid-epoch-stage" {
        summary: "stage that cannot say how old the build is",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

/// Source: moby/buildkit `dockerfile2llb`, `epoch.go`, 2026-10.
fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let Some(binding) = cx.build.global_arg("SOURCE_DATE_EPOCH") else { return };
    let BindingValue::Known(value) = &binding.value else { return };
    let named = value.text.to_lowercase();
    let Some(stage) = cx.build.stages.iter().find(|stage| stage.name.as_deref() == Some(&named)) else { return };
    if cx.build.has_foreign_frontend() {
        return;
    }
    if let Some((range, message)) = mistake(cx, stage, &named) {
        sink.report(range, message).label(binding.pair.range, "named here").note("BuildKit stops here");
    }
}

fn mistake(cx: &DockerfileCx<'_>, stage: &Stage<'_>, named: &str) -> Option<(TextRange, String)> {
    let base = stage.from.image.as_ref()?.range;
    if !matches!(stage.base, Base::Scratch | Base::Unknown) {
        let message = format!("the stage `{named}` must start from `scratch`, since `SOURCE_DATE_EPOCH` names it");
        return Some((base, message));
    }
    let mut has_source = false;
    for (_, instruction) in cx.build.stage_steps(stage).skip(1) {
        let place = instruction.keyword_range;
        match &instruction.body {
            Body::Arg(_) => {}
            Body::Copy(_) if instruction.keyword == Keyword::Add && has_source => {
                return Some((place, "the stage that `SOURCE_DATE_EPOCH` names has a second ADD".to_owned()));
            }
            Body::Copy(copy) if instruction.keyword == Keyword::Add => {
                let mut texts = copy.sources.iter().map(|word| cx.text(word.range));
                let is_remote = texts.all(|text| text.contains("://") || text.contains("git@") || text.contains('$'));
                if !is_remote || copy.sources.len() != 1 {
                    return Some((place, NO_SOURCE.to_owned()));
                }
                has_source = true;
            }
            _ => {
                let message = "only ARG and one ADD may stand in the stage that `SOURCE_DATE_EPOCH` names";
                return Some((place, message.to_owned()));
            }
        }
    }
    (!has_source).then(|| (base, NO_SOURCE.to_owned()))
}

const NO_SOURCE: &str = "the stage that `SOURCE_DATE_EPOCH` names must add one URL or Git repository";
