//! `untagged-container-image`: a container's image without tag and digest.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::ImageReference;
use plimsoll_model::ecs::Field;
use plimsoll_text::{Edit, TextSize};

rule! {
    /// An image without a tag is the image `latest`, whatever that names today.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "registry.example.com/web" }
    ///   //                          ^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: the image of container `web` has no tag, so the task runs whatever `latest` names
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "registry.example.com/web:1.4.2" },
    ///     { "name": "log", "image": "<IMAGE1_NAME>" },
    ///     { "name": "api", "image": "registry.example.com/api${SUFFIX}" },
    ///     { "name": "job", "image": "web@sha256:b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973" }
    ///   ]
    /// }
    /// ```
    "untagged-container-image" {
        summary: "container image without tag and digest",
        category: Category::Reproducibility,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Field::Known { value: image, node, .. } = cx.container.image() else { return };
    if cx.workspace.renders(&cx.file.path, cx.container.name().as_deref()) {
        return;
    }
    let reference = ImageReference::parse(&image, TextSize::new(0));
    if reference.tag.is_some() || reference.digest.is_some() || image.contains(char::is_whitespace) {
        return;
    }
    let message =
        format!("the image of {} has no tag, so the task runs whatever `latest` names", cx.container.called());
    let end = node.content_range().map(plimsoll_text::TextRange::end);
    sink.report(node.range(), message)
        .note("name the version that was tested")
        .fix(end.map(|end| Fix::manual("add a tag", Edit::insert(end, ":<tag>"))));
}
