//! `invalid-container-image`: image that no registry can have.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Image;
use plimsoll_model::tables::limits;
use plimsoll_text::{Edit, TextRange, TextSize, slice};

rule! {
    /// The image is no reference that a container runtime can read: `registry/repository:tag` or `…@sha256:…`.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "https://registry.example.com/web:1" },
    /// //                             ^^^^^^^^ error: the image has a scheme, `https://`
    ///     { "name": "log", "image": "registry.example.com/log:" },
    /// //                                                     ^ error: the image has an empty tag
    ///     { "name": "api", "image": "registry.example.com/MyApi:1" },
    /// //                                                  ^^^^^ error: the image has capitals in `MyApi`
    ///     { "name": "job", "image": "registry.example.com/job:1+2" }
    /// //                                                      ^^^ error: `1+2` is no tag
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "registry.example.com/web:1" },
    ///     { "name": "log", "image": "registry.example.com/log:" },
    ///     { "name": "api", "image": "registry.example.com/myapi:1" },
    ///     { "name": "job", "image": "registry.example.com/job:1+2" }
    ///   ]
    /// }
    /// ```
    ///
    /// Placeholders may become anything, and so may words in capitals:
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "REGISTRY/REPOSITORY:TAG" },
    ///     { "name": "log", "image": "${REGISTRY}/Log-${STAGE}:${TAG}" },
    ///     { "name": "job", "image": "registry.example.com/job:#{TAG}#" },
    ///     { "name": "api", "image": "registry.example.com:5000/api__x/y-z:1.0_a@sha256:b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973" }
    ///   ]
    /// }
    /// ```
    "invalid-container-image" {
        summary: "image that no registry can have",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    if cx.container.image().is_absent() {
        return;
    }
    let Some(image) = cx.container.image_parts() else { return };
    let Some(problem) = problem(&image) else { return };
    let place = image.file_range(problem.range);
    // What an escape sequence stands for is not cut.
    let is_plain = image.node.content_range().is_some_and(|range| usize::from(range.len()) == image.text.len());
    let edit = || Edit::replace(place, problem.replacement.clone().unwrap_or_default());
    let fix = problem.replacement.as_ref().filter(|_| is_plain).map(|text| match text.is_empty() {
        true => Fix::safe("delete it", edit()),
        false => Fix::r#unsafe(format!("write `{text}`"), edit()),
    });
    sink.report(place, problem.message).note("the task stops with \"CannotPullContainerError\"").fix(fix);
}

struct Problem {
    /// In the text of the image.
    range: TextRange,
    message: String,
    /// What to write there instead.
    replacement: Option<String>,
}

/// The first thing that is wrong with an image.
fn problem(image: &Image<'_>) -> Option<Problem> {
    let text = &*image.text;
    let range = |start: usize, end: usize| TextRange::new(plimsoll_text::size(start), plimsoll_text::size(end));
    let found = |range, message: String, replacement: Option<&str>| {
        Some(Problem { range, message, replacement: replacement.map(str::to_owned) })
    };
    if let Some(scheme) = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme)) {
        return found(range(0, scheme.len()), format!("the image has a scheme, `{scheme}`"), Some(""));
    }
    if is_literal(image, range(0, text.len())) {
        let (start, end) = (text.len() - text.trim_start().len(), text.trim_end().len());
        if start > 0 && start < end {
            return found(range(0, start), "the image starts with a blank".to_owned(), Some(""));
        }
        if end < text.len() && start < end {
            return found(range(end, text.len()), "the image ends with a blank".to_owned(), Some(""));
        }
        if let Some(at) = text.find(char::is_whitespace).filter(|_| text.contains([':', '/'])) {
            return found(range(at, at + 1), "the image has a blank in it".to_owned(), None);
        }
        let name = text.split('@').next().unwrap_or(text);
        if name.len() > limits::IMAGE {
            let message = format!("the image is {} characters long, {} are allowed", name.len(), limits::IMAGE);
            return found(range(0, name.len()), message, None);
        }
    }
    if let Some(segment) = capital_segment(image) {
        let name = slice(text, segment);
        return found(segment, format!("the image has capitals in `{name}`"), Some(&name.to_ascii_lowercase()));
    }
    if let Some(tag) = image.parts.tag.filter(|tag| is_literal(image, *tag)) {
        let name = slice(text, tag);
        if name.is_empty() && image.digest().is_none() {
            // Without the colon it would be `latest`, which nobody wrote.
            return found(
                TextRange::new(tag.start() - TextSize::new(1), tag.end()),
                "the image has an empty tag".to_owned(),
                None,
            );
        }
        if !is_tag(name) && !name.contains(is_foreign) {
            return found(tag, format!("`{name}` is no tag"), None);
        }
    }
    let digest = image.parts.digest.filter(|digest| is_literal(image, *digest))?;
    let name = slice(text, digest);
    if is_digest(name) || name.ends_with("...") || name.contains(is_foreign) {
        None
    } else {
        found(digest, format!("`{name}` is no digest"), None)
    }
}

/// The first segment of the path with capitals. A word all in capitals is there to be replaced.
fn capital_segment(image: &Image<'_>) -> Option<TextRange> {
    let path = image.parts.repository;
    let mut start = path.start();
    for segment in slice(&image.text, path).split('/') {
        let range = TextRange::at(start, plimsoll_text::size(segment.len()));
        start = range.end() + TextSize::new(1);
        let has = |test: fn(&u8) -> bool| segment.as_bytes().iter().any(test);
        if has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) && is_literal(image, range) {
            return Some(range);
        }
    }
    None
}

/// Characters of placeholders of unknown tools, and of text that stands for a value: `#{TAG}#`, `sha256:…`.
fn is_foreign(character: char) -> bool {
    !character.is_ascii_alphanumeric() && !"_.-+~:".contains(character)
}

/// Whether no placeholder lies in the range of the image's text.
fn is_literal(image: &Image<'_>, range: TextRange) -> bool {
    let place = image.file_range(range);
    let overlaps = |other: TextRange| other.start() < place.end() && place.start() < other.end();
    !image.node.parts().iter().any(|part| part.placeholder.is_some() && overlaps(part.range))
}

fn is_tag(text: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let rest = |byte: u8| is_word(byte) || matches!(byte, b'.' | b'-');
    text.len() <= 128 && text.bytes().next().is_some_and(is_word) && text.bytes().all(rest)
}

fn is_digest(text: &str) -> bool {
    let Some((algorithm, hex)) = text.split_once(':') else { return false };
    let length = match algorithm {
        "sha256" => 64,
        "sha512" => 128,
        _ => return false,
    };
    hex.len() == length && hex.bytes().all(|byte| byte.is_ascii_hexdigit())
}
