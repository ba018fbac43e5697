//! `numeric-stage-reference`: a stage named by its number.

use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::dockerfile::{Edge, Stage};
use plimsoll_text::{Edit, Edits};

rule! {
    /// Another stage in front, and the number means something else.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN make
    /// FROM alpine:3.22
    /// COPY --from=0 /app /app
    ///           # ^ note: stage 0 is named by its number
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11 AS stage-0
    /// RUN make
    /// FROM alpine:3.22
    /// COPY --from=stage-0 /app /app
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11 AS build
    /// FROM alpine:3.22
    /// COPY --from=build /app /app
    /// ```
    "numeric-stage-reference" {
        summary: "a stage named by its number",
        category: Category::Style,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    for edge in cx.build.stages.iter().flat_map(|stage| &stage.edges) {
        if is_number(cx, edge) {
            let number = edge.to.0;
            sink.report(edge.range, format!("stage {number} is named by its number"))
                .note("another stage in front of it changes what the number means")
                .fix(fix(cx, cx.build.stage(edge.to)));
        }
    }
}

fn is_number(cx: &DockerfileCx<'_>, edge: &Edge) -> bool {
    cx.text(edge.range).bytes().all(|byte| byte.is_ascii_digit())
}

/// Gives the stage a name, if it has none, and uses it in place of all its numbers.
fn fix(cx: &DockerfileCx<'_>, stage: &Stage<'_>) -> Option<Fix> {
    let name = stage.name.clone().unwrap_or_else(|| format!("stage-{}", stage.id.0));
    let others = cx.build.stages.iter().filter(|other| other.name.as_ref() == Some(&name)).count();
    // A name of digits alone, which BuildKit refuses, would be read as a number again.
    let is_digits = name.bytes().all(|byte| byte.is_ascii_digit());
    if is_digits || others > usize::from(stage.name.is_some()) || !stage.from.extra.is_empty() {
        return None;
    }
    let edges = cx.build.stages.iter().flat_map(|stage| &stage.edges);
    let numbers = edges.filter(|edge| edge.to == stage.id && is_number(cx, edge));
    let mut edits: Vec<Edit> = numbers.map(|edge| Edit::replace(edge.range, name.clone())).collect();
    if stage.name.is_none() {
        if stage.from.as_keyword.is_some() {
            return None;
        }
        edits.push(Edit::insert(stage.from.image.as_ref()?.range.end(), format!(" AS {name}")));
    }
    Some(Fix::safe(format!("use the name `{name}`"), Edits::new(edits).ok()?))
}
