//! Parts of a file that lead somewhere.

use crate::{View, dockerfile, ecs};
use plimsoll_analysis::FileKind;
use plimsoll_text::TextRange;

/// A part of the file that leads somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The part.
    pub range: TextRange,
    /// Where it leads.
    pub target: LinkTarget,
    /// What is there.
    pub tooltip: String,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// A page.
    Url(String),
    /// A file of the workspace, by its path.
    File(String),
}

/// The links of a file, in order of place.
#[must_use]
pub fn links(view: &View<'_>) -> Vec<Link> {
    let mut links = match view.file.kind {
        FileKind::Dockerfile => dockerfile::read(view, dockerfile::links::links),
        FileKind::TaskDefinition => ecs::links::links(view),
        _ => Vec::new(),
    };
    links.sort_by_key(|link| (link.range.start(), link.range.end()));
    links
}
