//! Rows that fit images by registry, path and tag, with `*` for any characters.

use super::image_name::ImageName;
use super::reader::{rows, words};
use crate::wildcard;

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
            wildcard::matches(row.registry, image.registry)
                && wildcard::matches(row.path, image.path)
                && row.tags.iter().any(|tag| wildcard::matches(tag, image.tag))
        };
        self.0.iter().find(fits).map(|row| &row.facts)
    }
}
