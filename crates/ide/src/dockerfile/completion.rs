//! What may be typed in a Dockerfile.

use super::Cx;
use crate::Completion;
use plimsoll_text::TextSize;

pub(crate) fn completions(_cx: &Cx<'_>, _offset: TextSize) -> Vec<Completion> {
    Vec::new()
}
