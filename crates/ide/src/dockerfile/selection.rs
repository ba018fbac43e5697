//! Words, flags, instructions and stages around a place.

use super::Cx;
use plimsoll_text::{TextRange, TextSize};

pub(crate) fn selection(_cx: &Cx<'_>, _offset: TextSize) -> Vec<TextRange> {
    Vec::new()
}
