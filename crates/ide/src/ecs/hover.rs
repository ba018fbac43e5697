//! What is shown about a key or value of a task definition.

use crate::{Hover, View};
use plimsoll_text::TextSize;

pub(crate) fn hover(_view: &View<'_>, _offset: TextSize) -> Option<Hover> {
    None
}
