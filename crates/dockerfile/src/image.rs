//! Image references as they are written: `registry/repository:tag@digest`, each part with its range.
//!
//! Invariant: nothing is added. An image without a tag has none here, and `ubuntu` stays `ubuntu`; rules must
//! tell "no tag" from `:latest`. Variables are opaque: `${REG}/app:${TAG:-1}` has the repository `app`.

use plimsoll_text::{TextRange, TextSize, range, slice};

/// The parts of `registry/repository:tag@digest`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImageReference {
    /// All of it.
    pub range: TextRange,
    /// `registry.example.com:5000`: the first path segment, if it holds a `.` or `:` or is `localhost`.
    pub registry: Option<TextRange>,
    /// `library/debian`: the path without the registry.
    pub repository: TextRange,
    /// `12.11-slim`; empty in `debian:`.
    pub tag: Option<TextRange>,
    /// `sha256:…`; empty in `debian@`.
    pub digest: Option<TextRange>,
}

impl ImageReference {
    /// Splits `text` that stands at `base` in its file. Cannot fail: whatever is no tag, digest or registry is
    /// repository. Whether the parts are valid is for the caller to say.
    #[must_use]
    pub fn parse(text: &str, base: TextSize) -> Self {
        let at = |start: usize, end: usize| range(start, end) + base;
        let marks = Marks::find(text);
        let name_end = marks.digest.unwrap_or(text.len());
        let tag = marks.tag.filter(|tag| *tag < name_end);
        let path_end = tag.unwrap_or(name_end);
        let registry = marks.first_slash.filter(|slash| *slash < path_end && is_registry(&text[..*slash]));
        Self {
            range: at(0, text.len()),
            registry: registry.map(|slash| at(0, slash)),
            repository: at(registry.map_or(0, |slash| slash + 1), path_end),
            tag: tag.map(|tag| at(tag + 1, name_end)),
            digest: marks.digest.map(|digest| at(digest + 1, text.len())),
        }
    }

    /// Host and port of the registry as written; `None` means Docker Hub.
    #[must_use]
    pub fn registry_text<'s>(&self, source: &'s str) -> Option<&'s str> {
        self.registry.map(|registry| slice(source, registry))
    }

    /// The path without the registry, as written.
    #[must_use]
    pub fn repository_text<'s>(&self, source: &'s str) -> &'s str {
        slice(source, self.repository)
    }

    /// The tag as written.
    #[must_use]
    pub fn tag_text<'s>(&self, source: &'s str) -> Option<&'s str> {
        self.tag.map(|tag| slice(source, tag))
    }

    /// The digest as written, its algorithm included.
    #[must_use]
    pub fn digest_text<'s>(&self, source: &'s str) -> Option<&'s str> {
        self.digest.map(|digest| slice(source, digest))
    }
}

/// Byte offsets of the characters that part a reference, outside `${…}`.
struct Marks {
    first_slash: Option<usize>,
    /// The last `:` behind the last `/`.
    tag: Option<usize>,
    digest: Option<usize>,
}

impl Marks {
    fn find(text: &str) -> Self {
        let mut marks = Self { first_slash: None, tag: None, digest: None };
        let bytes = text.as_bytes();
        let mut depth = 0_u32;
        for (at, byte) in bytes.iter().enumerate() {
            match byte {
                b'{' if depth > 0 || (at > 0 && bytes[at - 1] == b'$') => depth += 1,
                b'}' if depth > 0 => depth -= 1,
                _ if depth > 0 => {}
                b'/' if marks.digest.is_none() => {
                    marks.first_slash.get_or_insert(at);
                    marks.tag = None;
                }
                b':' if marks.digest.is_none() => marks.tag = marks.tag.or(Some(at)),
                b'@' => marks.digest = marks.digest.or(Some(at)),
                _ => {}
            }
        }
        marks
    }
}

/// Docker's rule: the first segment is a host if it has a dot or a port, or is `localhost`. A segment that
/// holds a variable is taken as a host only if what is written says so.
fn is_registry(segment: &str) -> bool {
    segment == "localhost"
        || segment.contains(['.', ':']) && !segment.starts_with('$')
        || segment.starts_with('$') && segment.rsplit('}').next().is_some_and(|rest| rest.contains(['.', ':']))
}

#[cfg(test)]
mod tests {
    use super::ImageReference;
    use plimsoll_text::TextSize;

    fn parts(text: &str) -> (Option<&str>, &str, Option<&str>, Option<&str>) {
        let image = ImageReference::parse(text, TextSize::new(0));
        (image.registry_text(text), image.repository_text(text), image.tag_text(text), image.digest_text(text))
    }

    #[test]
    fn all_parts() {
        assert_eq!(parts("debian"), (None, "debian", None, None));
        assert_eq!(parts("debian:12"), (None, "debian", Some("12"), None));
        assert_eq!(parts("ghcr.io/a/b:1@sha256:ff"), (Some("ghcr.io"), "a/b", Some("1"), Some("sha256:ff")));
        assert_eq!(parts("localhost:5000/a"), (Some("localhost:5000"), "a", None, None));
        assert_eq!(parts("localhost/a:b"), (Some("localhost"), "a", Some("b"), None));
        assert_eq!(parts("org/app@sha256:ff"), (None, "org/app", None, Some("sha256:ff")));
        assert_eq!(parts("debian:"), (None, "debian", Some(""), None));
    }

    #[test]
    fn variables_are_opaque() {
        assert_eq!(parts("${REG:-a.b/c}/app:${TAG:-1:2}"), (None, "${REG:-a.b/c}/app", Some("${TAG:-1:2}"), None));
        assert_eq!(
            parts("${X}.dkr.ecr.eu-west-1.amazonaws.com/app:1"),
            (Some("${X}.dkr.ecr.eu-west-1.amazonaws.com"), "app", Some("1"), None)
        );
        assert_eq!(parts("$BASE"), (None, "$BASE", None, None));
    }
}
