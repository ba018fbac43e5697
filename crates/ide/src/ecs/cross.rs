//! From a Dockerfile to the containers that run its image.

use crate::{Lens, Place, View};
use plimsoll_text::TextSize;

/// Lenses of a Dockerfile that name the tasks it runs in.
pub(crate) fn lenses(_view: &View<'_>) -> Vec<Lens> {
    Vec::new()
}

/// The containers that run the stage whose FROM stands at `offset` of a Dockerfile.
pub(crate) fn references(_view: &View<'_>, _offset: TextSize) -> Vec<Place> {
    Vec::new()
}
