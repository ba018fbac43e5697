//! Lines above containers.

use super::{cross, read};
use crate::{Lens, Place, View};
use plimsoll_json::Node;

pub(crate) fn lenses(view: &View<'_>) -> Vec<Lens> {
    read(view, |cx| {
        let built = cx.task.containers.iter().filter_map(|container| {
            let stage = cross::built_by(view, cx.task, container)?;
            let node = container.object.node;
            let range = node.get("name").map_or(node.range(), Node::range);
            let title = format!("built by {}", stage.path);
            Some(Lens { range, title, places: vec![Place { path: Some(stage.path), range: stage.name }] })
        });
        built.collect()
    })
}
