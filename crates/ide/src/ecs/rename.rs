//! Another name for a container or volume.

use crate::rename::nothing_here;
use crate::{CannotRename, Renamable, View};
use plimsoll_text::{Edits, TextSize};
use std::collections::BTreeMap;

pub(crate) fn prepare(_view: &View<'_>, _offset: TextSize) -> Result<Renamable, CannotRename> {
    Err(nothing_here())
}

pub(crate) fn rename(_view: &View<'_>, _offset: TextSize, _new: &str) -> Result<BTreeMap<String, Edits>, CannotRename> {
    Err(nothing_here())
}
