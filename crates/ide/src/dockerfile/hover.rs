//! What is shown about a part of a Dockerfile.

use super::Cx;
use crate::Hover;
use plimsoll_text::TextSize;

pub(crate) fn hover(_cx: &Cx<'_>, _offset: TextSize) -> Option<Hover> {
    None
}
