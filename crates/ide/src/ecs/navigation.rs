//! Where containers and volumes are named.

use crate::{Highlight, Place, Target, View};
use plimsoll_text::TextSize;

pub(crate) fn definition(_view: &View<'_>, _offset: TextSize) -> Vec<Target> {
    Vec::new()
}

pub(crate) fn references(_view: &View<'_>, _offset: TextSize, _declaration: bool) -> Vec<Place> {
    Vec::new()
}

pub(crate) fn highlights(_view: &View<'_>, _offset: TextSize) -> Vec<Highlight> {
    Vec::new()
}
