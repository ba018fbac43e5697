//! `mixed-base-versions`: linked stages with different versions of one image.

use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::dockerfile::{Image, ImageUse, Stage, UseKind};
use plimsoll_text::Edit;

rule! {
    /// A stage that takes files from another one runs another version of the same image.
    ///
    /// What was built for one version of a runtime need not work on another.
    ///
    /// ```Dockerfile,bad
    /// FROM node:22.11 AS build
    /// RUN npm ci
    /// FROM node:24.11
    /// #    ^^^^^^^^^^ note: this stage runs `node:24.11`, but takes files from one that runs `node:22.11`
    /// COPY --from=build /app /app
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM node:24.11 AS build
    /// RUN npm ci
    /// FROM node:24.11
    /// COPY --from=build /app /app
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24.11 AS build
    /// RUN npm ci
    /// FROM node:24.11-slim
    /// COPY --from=build /app /app
    /// ```
    "mixed-base-versions" {
        summary: "linked stages with different versions of one image",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let base =
        |stage: &Stage<'_>| cx.build.images.iter().find(|used| used.kind == UseKind::From && used.stage == stage.id);
    for stage in &cx.build.stages {
        let Some(own) = base(stage) else { continue };
        let others = stage.edges.iter().filter_map(|edge| base(cx.build.stage(edge.to)));
        let differs = |other: &&ImageUse| {
            own.image.name() == other.image.name()
                && own.image.tag_origin().is_some()
                && own.image.tag_origin() != other.image.tag_origin()
                && differ(version(&own.image), version(&other.image))
        };
        if let Some(other) = others.into_iter().find(differs) {
            let (mine, theirs) = (own.image.text(), other.image.text());
            sink.report(own.range, format!("this stage runs `{mine}`, but takes files from one that runs `{theirs}`"))
                .label(other.range, "that stage")
                .fix(fix(own, other));
        }
    }
}

/// Gives the older one the version of the newer one, if the newer one shows that there is such a tag.
fn fix(own: &ImageUse, other: &ImageUse) -> Option<Fix> {
    let numbers =
        |used: &ImageUse| version(&used.image).iter().map(|it| it.parse::<u32>().ok()).collect::<Option<Vec<_>>>();
    let (older, newer) = if numbers(own)? < numbers(other)? { (own, other) } else { (other, own) };
    let end = |image: &Image| {
        image.tag().map_or(0, |tag| tag.find(|ch: char| !ch.is_ascii_digit() && ch != '.').unwrap_or(tag.len()))
    };
    let (old, new) = (older.image.tag()?, newer.image.tag()?);
    let (suffix, version) = (&old[end(&older.image)..], &new[..end(&newer.image)]);
    // Every release has these; of another system or variant nobody knows.
    let is_there = matches!(suffix, "" | "-slim" | "-alpine") || suffix == &new[end(&newer.image)..];
    let place = older.image.tag_origin().filter(|place| older.range.contains_range(*place));
    let is_plain = is_there && !version.is_empty() && older.image.digest().is_none();
    let tag = format!("{version}{suffix}");
    Some(Fix::r#unsafe(format!("use `{tag}` in both"), Edit::replace(place.filter(|_| is_plain)?, tag)))
}

/// The numbers at the start of the tag.
fn version(image: &Image) -> Vec<&str> {
    let tag = image.tag().unwrap_or("");
    let end = tag.find(|ch: char| !ch.is_ascii_digit() && ch != '.').unwrap_or(tag.len());
    tag[..end].split('.').filter(|part| !part.is_empty()).collect()
}

/// Whether two versions differ where both say something: `24` and `24.11` do not.
fn differ(left: Vec<&str>, right: Vec<&str>) -> bool {
    left.iter().zip(&right).any(|(left, right)| left != right)
}
