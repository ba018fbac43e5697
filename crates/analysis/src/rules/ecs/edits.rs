//! Edits of task definitions, by field.

use plimsoll_json::Node;
use plimsoll_text::Edits;

/// Takes out the member of `value`. `None` when that would lose something.
pub(super) fn delete(_value: Node<'_>) -> Option<Edits> {
    None
}
