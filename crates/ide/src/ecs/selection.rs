//! Objects, arrays, members and values around a place.

use crate::View;
use plimsoll_text::{TextRange, TextSize};

pub(crate) fn selection(_view: &View<'_>, _offset: TextSize) -> Vec<TextRange> {
    Vec::new()
}
