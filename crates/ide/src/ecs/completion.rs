//! What may be typed in a task definition.

use crate::{Completion, View};
use plimsoll_text::TextSize;

pub(crate) fn completions(_view: &View<'_>, _offset: TextSize) -> Vec<Completion> {
    Vec::new()
}
