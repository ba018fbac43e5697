//! The images of a Compose file: `services.NAME.image`.
//!
//! A service with `build` gives its image that name; it takes nothing from a registry (Compose specification, "Build
//! and image", 2026-11). `$` stands for a variable, `$$` for itself.

use super::{Place, Skip, State};
use plimsoll_dockerfile::ImageReference;
use plimsoll_text::{TextRange, TextSize, slice};
use plimsoll_yaml::Node;

pub(super) fn places(text: &str) -> Vec<Place> {
    let document = plimsoll_yaml::parse(text);
    let services = || document.roots().filter_map(|root| root.get("services")).flat_map(Node::entries);
    let mut places: Vec<Place> = services().filter_map(|(_, service)| of_service(text, service)).collect();
    let is_built = |place: &&Place| place.state == State::Skipped(Skip::Built);
    let built: Vec<String> = places.iter().filter(is_built).map(|place| place.image.clone()).collect();
    // A second service may run what the first one builds.
    for place in places.iter_mut().filter(|place| built.contains(&place.image)) {
        place.state = State::Skipped(Skip::Built);
    }
    places
}

fn of_service(text: &str, service: Node<'_>) -> Option<Place> {
    let inherited = || merged(service).find_map(|fragment| fragment.get("image"));
    let node = service.get("image").or_else(inherited)?;
    let scalar = node.scalar()?;
    let image = scalar.text.clone();
    let Some(content) = scalar.content else {
        let range = node.range();
        return Some(Place { image, range, state: State::Skipped(Skip::Escaped) });
    };
    let place = |state| Some(Place { image: image.clone(), range: content, state });
    let is_built = service.get("build").is_some() || merged(service).any(|fragment| fragment.get("build").is_some());
    if is_built {
        return place(State::Skipped(Skip::Built));
    }
    let content = default_of(text, content);
    let image = slice(text, content).to_owned();
    let place = |state| Some(Place { image: image.clone(), range: content, state });
    let is_plain = image.chars().all(|character| character.is_ascii_alphanumeric() || "-_./:@".contains(character));
    if !is_plain || image.is_empty() {
        return place(State::Skipped(Skip::Unknown));
    }
    let parts = ImageReference::parse(&image, content.start());
    let untagged = parts.tag.is_none();
    place(match parts.digest {
        Some(digest) if !digest.is_empty() => State::Pinned { digest, untagged },
        None if parts.tag.is_none_or(|tag: TextRange| !tag.is_empty()) => State::Open { at: content.end(), untagged },
        _ => State::Skipped(Skip::Unknown),
    })
}

/// `postgres:16` of `${IMAGE:-postgres:16}`: whoever sets the variable replaces the digest with the rest. Anything
/// else as it is.
fn default_of(text: &str, content: TextRange) -> TextRange {
    let whole = slice(text, content);
    let inside = whole.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    let default = inside.and_then(|inside| inside.split_once('-')).filter(|(name, _)| {
        let name = name.strip_suffix(':').unwrap_or(name);
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    });
    let Some((_, default)) = default else { return content };
    let end = content.end() - TextSize::of('}');
    TextRange::new(end - TextSize::of(default), end)
}

/// The mappings that `<<` takes in.
fn merged(service: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let merge = service.get("<<");
    let listed = merge.into_iter().flat_map(Node::items);
    merge.into_iter().chain(listed)
}
