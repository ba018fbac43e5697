//! Edits of task definitions, by field.

use plimsoll_json::{Node, delete_member};
use plimsoll_text::Edits;

/// Takes out the member that `value` belongs to. `None` when that would lose a comment or cut a placeholder.
pub(super) fn delete(value: Node<'_>) -> Option<Edits> {
    delete_member(value.as_member()?)
}
