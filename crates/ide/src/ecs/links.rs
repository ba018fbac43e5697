//! Images that lead to their registry's page.

use super::read;
use crate::{Link, LinkTarget, View};
use plimsoll_json::Node;
use plimsoll_model::ecs::Image;
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::image_page;

pub(crate) fn links(view: &View<'_>) -> Vec<Link> {
    read(view, |cx| {
        cx.task.containers.iter().filter_map(|container| link(container.object.node.get("image")?)).collect()
    })
}

/// A link on the name, without tag and digest.
fn link(node: Node<'_>) -> Option<Link> {
    let image = Image::read(node)?;
    let name = ImageName::from_parts(image.registry(), image.repository());
    let page = image_page::page(&name)?;
    let start = image.parts.registry.unwrap_or(image.parts.repository).start();
    let range = image.file_range(plimsoll_text::TextRange::new(start, image.parts.repository.end()));
    (!range.is_empty()).then(|| Link { range, target: LinkTarget::Url(page), tooltip: "page of the image".to_owned() })
}
