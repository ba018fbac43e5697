//! `env-lost-between-stages`: a variable of another stage is used.

use crate::rule::rule;
use crate::rules::dockerfile::lines::before;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Word};
use plimsoll_model::dockerfile::{Base, Binding, BindingKind, BindingValue, EdgeKind, StepId};
use plimsoll_model::tables::images::is_official;

rule! {
    /// ENV of one stage holds in the stages that start from it, not in one that copies from it.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11 AS build
    /// ENV APP_DIR=/srv/app
    /// FROM debian:12.11
    /// COPY --from=build $APP_DIR /app
    ///                 # ^^^^^^^^ note: `APP_DIR` is set in stage `build` and not here
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11 AS build
    /// ENV APP_DIR=/srv/app
    /// FROM debian:12.11
    /// ENV APP_DIR=/srv/app
    /// COPY --from=build $APP_DIR /app
    /// ```
    ///
    /// A base image that is not an official one may set it:
    ///
    /// ```Dockerfile,good
    /// FROM acme/base:1.0 AS build
    /// ENV APP_DIR=/srv/app
    /// FROM acme/base:1.0
    /// COPY --from=build $APP_DIR /app
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11 AS base
    /// ENV APP_DIR=/srv/app
    /// FROM base
    /// WORKDIR $APP_DIR
    /// ```
    "env-lost-between-stages" {
        summary: "a variable of another stage is used",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    for stage in &cx.build.stages {
        let sources: Vec<_> =
            stage.edges.iter().filter(|edge| edge.kind != EdgeKind::From).map(|edge| edge.to).collect();
        if sources.is_empty() || !is_known(cx.build.external_base(stage.id)) {
            continue;
        }
        let mut first_uses: Vec<(&str, StepId)> = Vec::new();
        for (step, instruction) in cx.build.stage_steps(stage) {
            for variable in words(&instruction.body).into_iter().flat_map(Word::variables) {
                let name = cx.text(variable.name);
                let here = cx.build.binding(stage.id, step, name).is_some() || variable.modifier.is_some();
                // Base images may set these, and the builder some of them.
                if here || ["PATH", "HOME"].contains(&name) {
                    continue;
                }
                let from = sources.iter().find(|from| {
                    let mut bindings = cx.build.ancestry(**from).flat_map(|stage| &stage.bindings);
                    bindings.any(|binding| binding.name == name && binding.kind == BindingKind::Env)
                });
                let Some(from) = from.map(|from| cx.build.stage(*from)) else { continue };
                let stage_name = from.name.clone().unwrap_or_else(|| from.id.0.to_string());
                // The first use takes the line; the others are mended with it.
                let first = first_uses.iter().find(|(known, _)| *known == name).map_or(step, |(_, first)| *first);
                first_uses.push((name, first));
                let binding = cx.build.binding(from.id, from.steps.end, name);
                let line = binding.filter(|it| it.kind == BindingKind::Env).and_then(|it| line(cx, it));
                let edit = line.and_then(|line| before(cx, first, &line));
                sink.report(variable.range, format!("`{name}` is set in stage `{stage_name}` and not here"))
                    .note("unless the base image sets it, it is empty here")
                    .fix(edit.map(|edit| Fix::r#unsafe(format!("set `{name}` here, too"), edit)));
            }
        }
    }
}

/// The ENV that sets the same again; `None` for a value that another place decides, and for one of several lines.
fn line(cx: &DockerfileCx<'_>, binding: &Binding<'_>) -> Option<String> {
    let BindingValue::Known(value) = &binding.value else { return None };
    let written = cx.text(binding.pair.range);
    let is_written = binding.pair.value.as_ref().is_some_and(|word| word.variables().next().is_none());
    if !is_written || written.contains(['\n', '\r']) {
        return None;
    }
    let is_plain = !value.text.is_empty() && !value.text.contains([' ', '\t', '"', '\'', '\\', '$', '#']);
    match written.contains('=') && written.starts_with(&binding.name) {
        true => Some(format!("ENV {written}")),
        false => is_plain.then(|| format!("ENV {}={}", binding.name, value.text)),
    }
}

/// The words of an instruction that the builder expands.
fn words(body: &Body) -> Vec<&Word> {
    match body {
        Body::Copy(copy) => copy.sources.iter().chain(&copy.destination).collect(),
        Body::Workdir(Some(word)) | Body::User(Some(word)) | Body::Stopsignal(Some(word)) => vec![word],
        Body::Expose(words) => words.iter().collect(),
        Body::Env(pairs) => pairs.pairs.iter().filter_map(|pair| pair.value.as_ref()).collect(),
        _ => Vec::new(),
    }
}

/// Whether the base is one that sets next to nothing: others may set the very variable.
fn is_known(base: &Base) -> bool {
    match base {
        Base::Scratch => true,
        Base::Image(image) => image.registry().is_none() && is_official(image.repository()),
        Base::Stage(_) | Base::Unknown => false,
    }
}
