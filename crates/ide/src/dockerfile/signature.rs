//! The form of the instruction or flag that is being typed.

use super::Cx;
use crate::Signature;
use plimsoll_text::TextSize;

pub(crate) fn signature(_cx: &Cx<'_>, _offset: TextSize) -> Option<Signature> {
    None
}
