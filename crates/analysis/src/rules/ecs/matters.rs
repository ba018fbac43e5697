//! Which values say something.
//!
//! Invariant: a placeholder says nothing; no finding comes from one.

use plimsoll_json::{Kind, Node};

/// Whether a value says more than its absence would: neither `null`, `false`, empty nor a placeholder.
pub(super) fn matters(node: Node<'_>) -> bool {
    match node.kind() {
        Kind::Bool => node.as_bool() == Some(true),
        Kind::Number => true,
        Kind::String => node.whole_placeholder().is_none() && node.text().is_some_and(|text| !text.is_empty()),
        Kind::Array => node.elements().any(|element| element.kind() == Kind::Number || matters(element)),
        Kind::Object => node.members().filter_map(|member| member.value).any(matters),
        _ => false,
    }
}
