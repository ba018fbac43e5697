//! Where a name is declared and used.
//!
//! Invariant: declarations and uses of one name are the same list, whichever of them was asked about.

use crate::{View, dockerfile, ecs};
use plimsoll_analysis::FileKind;
use plimsoll_text::{TextRange, TextSize};

/// Something to go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Path of another file of the workspace; `None` for the file that was asked about.
    pub path: Option<String>,
    /// All of it, such as a whole instruction, in bytes of that file.
    pub range: TextRange,
    /// Its name, inside of [`Self::range`].
    pub selection: TextRange,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Path of another file of the workspace; `None` for the file that was asked about.
    pub path: Option<String>,
    /// The place, in bytes of that file.
    pub range: TextRange,
}

/// A place in the file that was asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Highlight {
    /// The place.
    pub range: TextRange,
    /// What happens there.
    pub kind: HighlightKind,
}

/// What happens at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HighlightKind {
    /// The name is used.
    Read,
    /// The name is declared or gets a value.
    Write,
}

/// Where the name at `offset` is declared.
#[must_use]
pub fn definition(view: &View<'_>, offset: TextSize) -> Vec<Target> {
    match view.file.kind {
        FileKind::Dockerfile => dockerfile::read(view, |cx| dockerfile::navigation::definition(cx, offset)),
        FileKind::TaskDefinition => ecs::navigation::definition(view, offset),
        _ => Vec::new(),
    }
}

/// Where the name at `offset` is used, and if `declaration` is set where it is declared, in order of place.
#[must_use]
pub fn references(view: &View<'_>, offset: TextSize, declaration: bool) -> Vec<Place> {
    let mut places = match view.file.kind {
        FileKind::Dockerfile => {
            let own = dockerfile::read(view, |cx| dockerfile::navigation::references(cx, offset, declaration));
            own.into_iter().chain(ecs::cross::references(view, offset)).collect()
        }
        FileKind::TaskDefinition => ecs::navigation::references(view, offset, declaration),
        _ => Vec::new(),
    };
    let order = |place: &Place| (place.path.clone(), place.range.start(), place.range.end());
    places.sort_by_key(order);
    places.dedup();
    places
}

/// The places in this file that have to do with the name at `offset`, in order.
#[must_use]
pub fn highlights(view: &View<'_>, offset: TextSize) -> Vec<Highlight> {
    match view.file.kind {
        FileKind::Dockerfile => dockerfile::read(view, |cx| dockerfile::navigation::highlights(cx, offset)),
        FileKind::TaskDefinition => ecs::navigation::highlights(view, offset),
        _ => Vec::new(),
    }
}
