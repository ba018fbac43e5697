//! Another name for a stage, variable or heredoc word.

use super::Cx;
use crate::rename::nothing_here;
use crate::{CannotRename, Renamable};
use plimsoll_text::{Edits, TextSize};
use std::collections::BTreeMap;

pub(crate) fn prepare(_cx: &Cx<'_>, _offset: TextSize) -> Result<Renamable, CannotRename> {
    Err(nothing_here())
}

pub(crate) fn rename(_cx: &Cx<'_>, _offset: TextSize, _new: &str) -> Result<BTreeMap<String, Edits>, CannotRename> {
    Err(nothing_here())
}
