//! `digest-without-tag`: digest of which nobody knows the version.

use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_text::{Edit, range};

rule! {
    /// A digest alone does not say which version it is, neither to people nor to update bots.
    ///
    /// The recommended form is `name:tag@digest`: the digest counts, the tag explains it.
    ///
    /// ```Dockerfile,bad
    /// FROM debian@sha256:b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973
    /// #    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: `debian` is pinned by a digest, but its version is not said
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11@sha256:b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973
    /// ```
    "digest-without-tag" {
        summary: "digest of which nobody knows the version",
        category: Category::Style,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    for used in &cx.build.images {
        let image = &used.image;
        if image.digest().is_none() || image.tag().is_some() {
            continue;
        }
        let name = image.name();
        let end = image.value.origin(range(0, name.len())).map(|place| place.end());
        let place = image.value.whole_origin().unwrap_or(used.range);
        sink.report(place, format!("`{name}` is pinned by a digest, but its version is not said"))
            .fix(end.map(|end| Fix::manual("add the tag of this digest", Edit::insert(end, ":<tag>"))));
    }
}
