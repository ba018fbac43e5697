//! Another name for a name, wherever it stands.
//!
//! Invariant: after a rename every place means what it meant before; where that cannot be promised the rename is
//! refused with a reason.

use crate::{View, dockerfile, ecs};
use plimsoll_analysis::FileKind;
use plimsoll_text::{Edits, TextRange, TextSize};
use std::collections::BTreeMap;

/// A name that may be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamable {
    /// Where the name stands at the cursor.
    pub range: TextRange,
    /// The name as it is.
    pub name: String,
}

/// Why a name stays as it is: lower case, no full stop, code in backticks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CannotRename(pub String);

/// The name at `offset`.
///
/// # Errors
/// Nothing there has a name that this file gives.
pub fn prepare_rename(view: &View<'_>, offset: TextSize) -> Result<Renamable, CannotRename> {
    match view.file.kind {
        FileKind::Dockerfile => dockerfile::read(view, |cx| dockerfile::rename::prepare(cx, offset)),
        FileKind::TaskDefinition => ecs::rename::prepare(view, offset),
        _ => Err(nothing_here()),
    }
}

/// The edits, by path, that give the name at `offset` the name `new`.
///
/// # Errors
/// As [`prepare_rename`]; or `new` is no valid name there, or another thing has it already.
pub fn rename(view: &View<'_>, offset: TextSize, new: &str) -> Result<BTreeMap<String, Edits>, CannotRename> {
    match view.file.kind {
        FileKind::Dockerfile => dockerfile::read(view, |cx| dockerfile::rename::rename(cx, offset, new)),
        FileKind::TaskDefinition => ecs::rename::rename(view, offset, new),
        _ => Err(nothing_here()),
    }
}

/// The refusal for a place without a name.
pub(crate) fn nothing_here() -> CannotRename {
    CannotRename("nothing here has a name that this file gives".to_owned())
}
