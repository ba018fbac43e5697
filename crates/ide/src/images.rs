//! The images that the files of a workspace name.
//!
//! Invariant: an image that is being typed is not among them.

use plimsoll_analysis::{FileKind, Workspace};
use plimsoll_dockerfile::parse;
use plimsoll_model::dockerfile::Build;
use plimsoll_model::ecs::TaskDefinition;
use plimsoll_text::TextRange;

/// An image that some file names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Seen {
    /// `registry/repository:tag@digest`
    pub(crate) text: String,
    /// `registry/repository`
    pub(crate) name: String,
    /// `tag`
    pub(crate) tag: Option<String>,
}

/// The images of all Dockerfiles and task definitions, but for what stands at `typed` in the file at `path`.
pub(crate) fn seen(workspace: &Workspace, path: &str, typed: TextRange) -> Vec<Seen> {
    let mut found = Vec::new();
    for file in workspace.files() {
        let is_typed = |range: TextRange| file.path == path && range.intersect(typed).is_some();
        match file.kind {
            Some(FileKind::Dockerfile) => {
                let syntax = parse(&file.text);
                let build = Build::new(&file.text, &syntax);
                for used in build.images.iter().filter(|used| !is_typed(used.range)) {
                    let image = &used.image;
                    found.push(Seen {
                        text: image.text().to_owned(),
                        name: image.name().to_owned(),
                        tag: image.tag().filter(|tag| !tag.is_empty()).map(str::to_owned),
                    });
                }
            }
            Some(FileKind::TaskDefinition) => {
                let document = plimsoll_json::parse(&file.text);
                let task = TaskDefinition::read_file(&document, &file.path);
                for image in task.containers.iter().filter_map(|container| container.image_parts()) {
                    let has_hole = image.text.contains(['{', '$', '<', '}', '>', ' ']);
                    if has_hole || is_typed(image.node.range()) {
                        continue;
                    }
                    let end = usize::from(image.parts.repository.end());
                    found.push(Seen {
                        text: image.text.to_string(),
                        name: image.text.get(..end).unwrap_or_default().to_owned(),
                        tag: image.tag().filter(|tag| !tag.is_empty()).map(str::to_owned),
                    });
                }
            }
            _ => {}
        }
    }
    found.sort();
    found.dedup();
    found
}
