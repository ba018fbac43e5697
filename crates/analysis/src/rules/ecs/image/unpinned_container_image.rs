//! `unpinned-container-image`: image by a tag, without a digest.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_text::{TextRange, TextSize};

rule! {
    /// A tag can be moved to another image; a digest cannot.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "registry.example.com/web:1.4.2" }
    /// //                                                     ^^^^^^ note: the image of container `web` has a tag, but no digest
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "registry.example.com/web:1.4.2@sha256:b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973" },
    ///     { "name": "log", "image": "registry.example.com/log:${TAG}" }
    ///   ]
    /// }
    /// ```
    "unpinned-container-image" {
        summary: "image by a tag, without a digest",
        category: Category::Reproducibility,
        levels: Levels::ecs(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Some(image) = cx.container.image_parts().filter(|_| cx.container.image().known().is_some()) else { return };
    if cx.workspace.renders(&cx.file.path, cx.container.name().as_deref()) || image.digest().is_some() {
        return;
    }
    // What `latest` means is said by another rule.
    let Some(tag) = image.parts.tag.filter(|_| image.tag().is_some_and(|tag| !tag.is_empty() && tag != "latest"))
    else {
        return;
    };
    let with_colon = TextRange::new(tag.start() - TextSize::new(1), tag.end());
    sink.report(
        image.file_range(with_colon),
        format!("the image of {} has a tag, but no digest", cx.container.called()),
    )
    .note("a tag can be moved to another image");
}
