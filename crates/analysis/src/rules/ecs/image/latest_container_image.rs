//! `latest-container-image`: a container's image by the tag that moves.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::ImageReference;
use plimsoll_model::ecs::Field;
use plimsoll_text::{Edit, TextSize};

rule! {
    /// The tag `latest` names whatever was pushed last.
    ///
    /// A task that is started again, or scaled out a week later, may run another program than the one that was
    /// tested, and a roll-back to the older task definition rolls nothing back. Name a version or a digest.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "registry.example.com/web:latest" }
    ///   //                                                    ^^^^^^ warning: container `web` runs the tag `latest`
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "registry.example.com/web:1.4.2" },
    ///     { "name": "log", "image": "registry.example.com/log:${TAG}" }
    ///   ]
    /// }
    /// ```
    "latest-container-image" {
        summary: "container image by the tag `latest`",
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
    let Field::Known { value: image, node, .. } = cx.container.object.name("image") else { return };
    if cx.workspace.renders(&cx.file.path, cx.container.name().as_deref()) {
        return;
    }
    let reference = ImageReference::parse(&image, TextSize::new(0));
    if reference.tag_text(&image) != Some("latest") || reference.digest.is_some() {
        return;
    }
    let tag = reference.tag.and_then(|tag| node.file_range(tag.start().into(), tag.end().into()));
    sink.report(tag.unwrap_or(node.range()), format!("{} runs the tag `latest`", cx.container.called()))
        .note("a task started next week may run another program than the one that was tested")
        .fix(tag.map(|tag| Fix::manual("name a version", Edit::replace(tag, "<tag>"))));
}
