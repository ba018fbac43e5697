//! `deprecated-base-image`: image that its publisher has given up.

use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::dockerfile::{Image, UseKind};
use plimsoll_model::tables::eol::end_of_life;
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::images::{Deprecated, deprecated};
use plimsoll_text::{Edit, TextRange, range};
use std::collections::HashSet;

rule! {
    /// The image gets no updates any more: its publisher has given it up.
    ///
    /// ```Dockerfile,bad
    /// FROM openjdk:21-jdk
    /// #    ^^^^^^^ warning: the image `openjdk` has been given up
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM eclipse-temurin:21-jdk
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM eclipse-temurin:21-jdk
    /// ```
    "deprecated-base-image" {
        summary: "image that its publisher has given up",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let mut seen = HashSet::new();
    for used in &cx.build.images {
        let image = &used.image;
        let name = ImageName::from_parts(image.registry(), image.repository());
        let Some(deprecated) = deprecated(&name) else { continue };
        let place = image.value.origin(range(0, image.name().len()));
        if !seen.insert(place.unwrap_or(used.range)) {
            continue;
        }
        let finding =
            sink.report(place.unwrap_or(used.range), format!("the image `{}` has been given up", image.name()));
        finding.note(deprecated.note);
        if let Some(successor) = deprecated.successor {
            finding.note(format!("`{successor}` took its place"));
        }
        // What is copied out of an image may lie elsewhere in the other one.
        let place = place.filter(|_| used.kind == UseKind::From);
        finding.fix(place.and_then(|place| fix(image, &deprecated, place)));
    }
}

/// The successor, when it has the same tags and the one in use is still supported there.
fn fix(image: &Image, deprecated: &Deprecated, place: TextRange) -> Option<Fix> {
    let tag = image.tag()?;
    let successor = deprecated.successor.filter(|name| deprecated.keeps(tag) && !name.ends_with('*'))?;
    if image.digest().is_some() || end_of_life(&ImageName::parse(successor), Some(tag)).is_some() {
        return None;
    }
    Some(Fix::r#unsafe(format!("use `{successor}:{tag}`"), Edit::replace(place, successor)))
}
