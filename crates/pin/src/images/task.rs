//! The images of a task definition. ECS takes a tag and a digest together and shows both in DescribeTasks
//! (aws/amazon-ecs-agent issue 4226, 2024-07).

use super::{Place, Skip, State};
use plimsoll_analysis::{SourceFile, Workspace};
use plimsoll_json::Node;
use plimsoll_model::ecs::{Container, Image, TaskDefinition};
use plimsoll_text::{TextRange, slice};

pub(super) fn places(file: &SourceFile, workspace: &Workspace) -> Vec<Place> {
    let document = plimsoll_json::parse(&file.text);
    let task = TaskDefinition::read_file(&document, &file.path);
    task.containers.iter().filter_map(|container| of_container(file, workspace, container)).collect()
}

fn of_container(file: &SourceFile, workspace: &Workspace, container: &Container<'_>) -> Option<Place> {
    let field = container.image();
    let node = field.node()?;
    let Some(image) = field.known() else {
        return Some(skipped(file, node, Skip::Unknown));
    };
    let content = node.content_range()?;
    let place = |state| Place { image: image.to_string(), range: content, state };
    if workspace.renders(&file.path, container.name().as_deref()) {
        return Some(place(State::Skipped(Skip::Rendered)));
    }
    if slice(&file.text, content) != &**image {
        return Some(place(State::Skipped(Skip::Escaped)));
    }
    // What AWS would refuse is the business of a rule.
    let parts = Image::read(node)?;
    let is_plain = image.chars().all(|character| character.is_ascii_alphanumeric() || "-_./:@".contains(character));
    let is_empty = |part: Option<&str>| part == Some("");
    if !is_plain || image.contains("://") || is_empty(parts.tag()) || is_empty(parts.digest()) {
        return Some(place(State::Skipped(Skip::Unknown)));
    }
    let untagged = parts.tag().is_none();
    Some(place(match parts.digest() {
        Some(digest) => {
            let digest = TextRange::new(content.end() - plimsoll_text::size(digest.len()), content.end());
            State::Pinned { digest, untagged }
        }
        None => State::Open { at: content.end(), untagged },
    }))
}

fn skipped(file: &SourceFile, node: Node<'_>, skip: Skip) -> Place {
    let range = node.content_range().unwrap_or(node.range());
    Place { image: slice(&file.text, range).to_owned(), range, state: State::Skipped(skip) }
}
