//! Where stages, variables and heredoc words are named.

use super::Cx;
use crate::{Highlight, Place, Target};
use plimsoll_text::TextSize;

pub(crate) fn definition(_cx: &Cx<'_>, _offset: TextSize) -> Vec<Target> {
    Vec::new()
}

pub(crate) fn references(_cx: &Cx<'_>, _offset: TextSize, _declaration: bool) -> Vec<Place> {
    Vec::new()
}

pub(crate) fn highlights(_cx: &Cx<'_>, _offset: TextSize) -> Vec<Highlight> {
    Vec::new()
}
