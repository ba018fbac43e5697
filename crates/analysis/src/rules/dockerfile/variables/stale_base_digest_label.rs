//! `stale-base-digest-label`: label with a digest that the base does not have.

use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Word};
use plimsoll_model::dockerfile::{Base, Image, Mapped};
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_text::{Edit, TextRange, TextSize, size};

rule! {
    /// `org.opencontainers.image.base.digest` and `org.opencontainers.image.base.name` say what the image was built from.
    /// Written by hand, they are forgotten when FROM changes.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11@sha256:b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973
    /// LABEL org.opencontainers.image.base.digest=sha256:0000000000000000000000000000000000000000000000000000000000000000
    /// #                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: the label names another digest than FROM
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11@sha256:b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973
    /// LABEL org.opencontainers.image.base.digest=sha256:b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// LABEL org.opencontainers.image.base.name=docker.io/library/debian:12.10
    /// #                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: the label names another base than FROM: `debian:12.11`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// LABEL org.opencontainers.image.base.name=docker.io/library/debian:12.11
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// LABEL org.opencontainers.image.base.name=docker.io/library/debian:12.11
    /// ```
    "stale-base-digest-label" {
        summary: "label with a digest that the base does not have",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let Some(last) = cx.build.final_stage() else { return };
    let Base::Image(image) = cx.build.external_base(last.id) else { return };
    for (_, instruction) in cx.build.ancestry(last.id).flat_map(|stage| cx.build.stage_steps(stage)) {
        let Body::Label(pairs) = &instruction.body else { continue };
        for pair in &pairs.pairs {
            let (Some(key), Some(word)) = (pair.key.literal(cx.source()), &pair.value) else { continue };
            let Some(value) = word.literal(cx.source()).filter(|value| !value.is_empty()) else { continue };
            match &*key {
                "org.opencontainers.image.base.digest" => match image.digest() {
                    Some(digest) if digest == value => {}
                    Some(digest) => {
                        sink.report(word.range, "the label names another digest than FROM")
                            .fix(Fix::safe("write the digest of FROM", Edit::replace(word.range, digest)));
                    }
                    None => {
                        sink.report(word.range, "the label names a digest, and FROM does not")
                            .note("the base is rebuilt behind its tag, and the label stays as it is");
                    }
                },
                "org.opencontainers.image.base.name" if is_other(&value, image) => {
                    let own = image.text();
                    sink.report(word.range, format!("the label names another base than FROM: `{own}`"))
                        .fix(other_tag(cx, word, &value, image));
                }
                _ => {}
            }
        }
    }
}

/// The tag of FROM in place of the label's, where the image is the same and that is all that differs.
fn other_tag(cx: &DockerfileCx<'_>, word: &Word, value: &str, image: &Image) -> Option<Fix> {
    let (name, tag) = value.rsplit_once(':').filter(|(_, tag)| !tag.contains(['/', '@']))?;
    let own = image.tag().filter(|_| image.digest().is_none())?;
    let mended = format!("{name}:{own}");
    let is_plain = cx.text(word.range).trim_matches('"') == value;
    let end = word.range.end() - size(usize::from(cx.text(word.range).ends_with('"')));
    (is_plain && !is_other(&mended, image)).then(|| {
        let place = TextRange::new(end - size(tag.len()), end);
        Fix::safe(format!("write the tag of FROM: `{own}`"), Edit::replace(place, own))
    })
}

/// Whether `value` names another image or tag; a digest on one side alone says nothing.
fn is_other(value: &str, image: &Image) -> bool {
    let other = Image::new(Mapped::written(value, TextSize::new(0)));
    if !other.is_plausible() {
        return false;
    }
    let name = |image: &Image| {
        let name = ImageName::from_parts(image.registry(), image.repository());
        (name.registry.to_owned(), name.path.to_owned())
    };
    let tag = |image: &Image| image.tag().unwrap_or("latest").to_owned();
    name(&other) != name(image) || tag(&other) != tag(image)
}
