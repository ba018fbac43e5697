//! `eol-base-image`: a release that gets no security fixes any more.

use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, OptionKind, OptionSpec, Sink};
use plimsoll_model::dockerfile::Image;
use plimsoll_model::tables::eol::{Release, end_of_life, ends_within, supported_replacement};
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_text::{Edit, TextRange, range, size};
use std::collections::HashSet;

rule! {
    /// The release that the image is made of gets no security fixes any more.
    ///
    /// What is found in it from now on stays open in your image, and its package mirrors are switched off sooner
    /// or later. The dates are those of a table that comes with plimsoll, so the same version of plimsoll gives
    /// the same answer on every day.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:buster-slim
    ///   #         ^^^^^^ warning: Debian 10 (buster) has had no security fixes since 2024-06-30
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:bookworm-slim
    /// ```
    ///
    /// With `warn-days` releases that end within so many days, counted from the day of the table, are reported as well:
    ///
    /// ```Dockerfile,bad,warn-days=36500
    /// FROM debian:13
    /// #           ^^ warning: Debian 13 (trixie) gets no security fixes after 2030-06-30
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:13
    /// FROM python:3
    /// FROM node:24-bookworm
    /// FROM acme/buster:10
    /// ```
    "eol-base-image" {
        summary: "image of a release that gets no security fixes any more",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[OptionSpec {
            name: "warn-days",
            kind: OptionKind::Number,
            docs: "Report releases that end within so many days, too; none without it.",
        }],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let mut seen = HashSet::new();
    for used in &cx.build.images {
        let image = &used.image;
        let name = ImageName::from_parts(image.registry(), image.repository());
        let soon = || ends_within(&name, image.tag(), cx.settings.number(&RULE, "warn-days")?);
        let Some(release) = end_of_life(&name, image.tag()).or_else(soon) else { continue };
        let place = place(image, &release).unwrap_or(used.range);
        if !seen.insert(place) {
            continue;
        }
        let called = match release.codename {
            Some(codename) => format!("{} {} ({codename})", release.product, release.name),
            None => format!("{} {}", release.product, release.name),
        };
        let message = match release.end {
            Some(end) if !release.ended => format!("{called} gets no security fixes after {end}"),
            Some(end) => format!("{called} has had no security fixes since {end}"),
            None => format!("{called} has had no security fixes"),
        };
        let finding = sink.report(place, message);
        if let Some(successor) = release.successor {
            finding.note(format!("the oldest release that still gets them is {} {successor}", release.product));
        }
        finding.fix(fix(image, &name).filter(|_| release.ended));
    }
}

/// The characters of the tag that name the release.
fn place(image: &Image, release: &Release) -> Option<TextRange> {
    if release.at.is_empty() {
        return None;
    }
    let tag_start = size(image.text().len() - tag_and_digest(image)?);
    image.value.origin(range(release.at.start, release.at.end) + tag_start)
}

/// Bytes from the start of the tag to the end of the reference.
fn tag_and_digest(image: &Image) -> Option<usize> {
    let digest = image.digest().map_or(0, |digest| digest.len() + 1);
    Some(image.tag()?.len() + digest)
}

/// Moves the tag; a digest of the old image cannot stay.
fn fix(image: &Image, name: &ImageName<'_>) -> Option<Fix> {
    if image.digest().is_some() {
        return None;
    }
    let tag = supported_replacement(name, image.tag()?)?;
    Some(Fix::r#unsafe(format!("move to `{tag}`"), Edit::replace(image.tag_origin()?, tag)))
}
