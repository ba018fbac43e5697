//! Edits of task definitions, by field.

use plimsoll_json::{Node, delete_member, replace_value};
use plimsoll_text::Edits;

/// Takes out the member that `value` belongs to. `None` when that would lose a comment or cut a placeholder.
pub(super) fn delete(value: Node<'_>) -> Option<Edits> {
    delete_member(value.as_member()?)
}

/// Puts a number, or other JSON, in the place of a value. `None` when that would cut a placeholder.
pub(super) fn set(value: Node<'_>, json: impl ToString) -> Option<Edits> {
    replace_value(value, &json.to_string())
}
