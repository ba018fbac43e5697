//! The parts of a container's image.
//!
//! Invariant: placeholders are opaque, whatever characters they hold: `{{ host:port }}/app:1` has the tag `1`.

use plimsoll_dockerfile::ImageReference;
use plimsoll_json::Node;
use plimsoll_text::{TextRange, TextSize, slice};
use std::borrow::Cow;

/// An image reference in a JSON string: `registry/repository:tag@digest`.
#[derive(Debug, Clone)]
pub struct Image<'a> {
    /// The string.
    pub node: Node<'a>,
    /// The reference, with its escapes decoded.
    pub text: Cow<'a, str>,
    /// The parts, in bytes of `text`; [`Self::file_range`] finds them in the file.
    pub parts: ImageReference,
}

impl<'a> Image<'a> {
    /// Reads a string; `None` for any other node.
    #[must_use]
    pub fn read(node: Node<'a>) -> Option<Self> {
        let text = node.text()?;
        let parts = match &text {
            Cow::Borrowed(text) => ImageReference::parse(&mask(node, text), TextSize::new(0)),
            Cow::Owned(text) => ImageReference::parse(text, TextSize::new(0)),
        };
        Some(Self { node, text, parts })
    }

    /// Host and port of the registry; `None` means Docker Hub, or a name that starts with a placeholder.
    #[must_use]
    pub fn registry(&self) -> Option<&str> {
        self.parts.registry.map(|range| slice(&self.text, range))
    }

    /// The path without the registry.
    #[must_use]
    pub fn repository(&self) -> &str {
        slice(&self.text, self.parts.repository)
    }

    /// The last segment of the path: `nginx` of `library/nginx`.
    #[must_use]
    pub fn base_name(&self) -> &str {
        let repository = self.repository();
        repository.rsplit('/').next().unwrap_or(repository)
    }

    /// The tag; empty in `debian:`.
    #[must_use]
    pub fn tag(&self) -> Option<&str> {
        self.parts.tag.map(|range| slice(&self.text, range))
    }

    /// The digest with its algorithm; empty in `debian@`.
    #[must_use]
    pub fn digest(&self) -> Option<&str> {
        self.parts.digest.map(|range| slice(&self.text, range))
    }

    /// Where a range of [`Self::text`] is in the file.
    #[must_use]
    pub fn file_range(&self, part: TextRange) -> TextRange {
        self.node.file_range(part.start().into(), part.end().into()).unwrap_or(self.node.range())
    }

    /// Whether it comes from a private ECR registry: `….dkr.ecr.<region>.…` or the dual-stack `….dkr-ecr.…`.
    #[must_use]
    pub fn is_private_ecr(&self) -> bool {
        self.registry().is_some_and(|registry| registry.contains(".dkr.ecr") || registry.contains(".dkr-ecr."))
    }
}

/// The content of the string with `_` for each byte of a placeholder.
fn mask<'t>(node: Node<'_>, text: &'t str) -> Cow<'t, str> {
    let parts = node.parts();
    let (Some(content), true) = (node.content_range(), parts.iter().any(|part| part.placeholder.is_some())) else {
        return Cow::Borrowed(text);
    };
    let masked = parts.iter().map(|part| {
        let inside = slice(text, part.range - content.start());
        if part.placeholder.is_some() { Cow::Owned("_".repeat(inside.len())) } else { Cow::Borrowed(inside) }
    });
    Cow::Owned(masked.collect())
}

#[cfg(test)]
mod tests {
    use super::Image;

    fn check(json: &str, expected: (Option<&str>, &str, Option<&str>, Option<&str>)) {
        let document = plimsoll_json::parse(json);
        let image = Image::read(document.root().unwrap()).unwrap();
        assert_eq!((image.registry(), image.repository(), image.tag(), image.digest()), expected);
    }

    #[test]
    fn placeholders_are_opaque() {
        check(
            r#""a.dkr.ecr.eu-west-1.amazonaws.com/x:1""#,
            (Some("a.dkr.ecr.eu-west-1.amazonaws.com"), "x", Some("1"), None),
        );
        check(r#""{{ a:b/c }}.x.io/app:{{ tag }}""#, (Some("{{ a:b/c }}.x.io"), "app", Some("{{ tag }}"), None));
        check(r#""${REPO}:${TAG}""#, (None, "${REPO}", Some("${TAG}"), None));
        check(r#""nginx""#, (None, "nginx", None, None));
    }

    #[test]
    fn ranges_are_those_of_the_file_behind_escapes() {
        let document = plimsoll_json::parse(r#""public.ecr.aws\/nginx\/nginx:1""#);
        let image = Image::read(document.root().unwrap()).unwrap();
        assert_eq!(image.registry(), Some("public.ecr.aws"));
        let tag = image.file_range(image.parts.tag.unwrap());
        assert_eq!(plimsoll_text::slice(document.text(), tag), "1");
    }
}
