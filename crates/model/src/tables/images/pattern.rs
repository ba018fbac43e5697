//! Rows that fit images by registry, path and tag, with `*` for any characters.

use super::super::image_name::ImageName;
use super::super::reader::{rows, words};

/// A table of such rows. The first one that fits counts.
pub(super) struct Patterns(Vec<Row>);

/// The image that is looked up.
pub(super) struct Subject<'a> {
    registry: &'a str,
    path: &'a str,
    tag: &'a str,
}

struct Row {
    registry: &'static str,
    path: &'static str,
    tags: Vec<&'static str>,
    facts: [&'static str; 3],
}

impl<'a> Subject<'a> {
    pub(super) fn new(image: &ImageName<'a>, tag: Option<&'a str>) -> Self {
        let registry = if image.library { "library" } else { image.registry };
        Self { registry, path: image.path, tag: tag.unwrap_or("latest") }
    }
}

impl Patterns {
    pub(super) fn read(text: &'static str) -> Self {
        let row = |[registry, path, tags, first, second, third]: [&'static str; 6]| Row {
            registry,
            path,
            tags: words(tags).collect(),
            facts: [first, second, third],
        };
        Self(rows(text).map(row).collect())
    }

    /// The columns behind the tags of the first row that fits.
    pub(super) fn first(&self, image: &Subject<'_>) -> Option<&[&'static str; 3]> {
        let fits = |row: &&Row| {
            fits(row.registry, image.registry)
                && fits(row.path, image.path)
                && row.tags.iter().any(|tag| fits(tag, image.tag))
        };
        self.0.iter().find(fits).map(|row| &row.facts)
    }
}

/// Whether `text` has the form of `pattern`, in which `*` stands for any characters. Linear: each part between
/// stars is looked for once, from the left.
pub(super) fn fits(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(first) else { return false };
    let mut parts = rest.split('*').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return text.ends_with(part);
        }
        match text.find(part) {
            Some(at) => text = &text[at + part.len()..],
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn stars_stand_for_any_characters() {
        for (pattern, text) in
            [("a", "a"), ("*", ""), ("a*", "abc"), ("*c", "abc"), ("a*c", "ac"), ("*b*", "abc"), ("a*b*c", "aXbYc")]
        {
            assert!(fits(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("a", "ab"), ("a*", "ba"), ("*c", "cd"), ("a*c", "a"), ("ab*ba", "aba"), ("*x*", "abc")]
        {
            assert!(!fits(pattern, text), "{pattern} {text}");
        }
    }
}
