//! Names of families, containers and volumes: letters, digits, `_` and `-`, at most 255.
//!
//! Invariant: of a name that is partly a placeholder only the literal characters are judged, and nothing of one that
//! looks like the placeholder of an unknown tool.

use plimsoll_json::Node;
use plimsoll_model::ecs::Field;
use plimsoll_model::tables::limits;
use plimsoll_text::slice;
use std::borrow::Cow;

/// What is wrong with a name, with the node of its value: ``has `.` in it``.
pub(super) fn problem<'a>(field: &Field<'a, Cow<'a, str>>) -> Option<(Node<'a>, String)> {
    match field {
        Field::Known { value, node, .. } => {
            let count = value.chars().count();
            let too_long = || (count > limits::NAME).then(|| format!("is {count} characters long"));
            strange(value).or_else(too_long).map(|what| (*node, what))
        }
        Field::Partial { node, .. } => {
            let literal = node.parts().into_iter().filter(|part| part.placeholder.is_none());
            let text = node.document().text();
            literal.filter_map(|part| strange(slice(text, part.range))).map(|what| (*node, what)).next()
        }
        Field::Absent { .. } | Field::Unknown { .. } => None,
    }
}

/// The name with `-` for each character that is not allowed, cut where it is too long.
pub(super) fn mended(name: &str) -> String {
    name.chars().map(|it| if is_usual(it) { it } else { '-' }).take(limits::NAME).collect()
}

/// Whether a text looks as if a tool that is not known here will replace it: `#{NAME}#`, `[NAME]`, `NAME`.
pub(super) fn may_be_replaced(text: &str) -> bool {
    const SIGNS: &[char] = &['#', '{', '}', '$', '%', '<', '>', '[', ']', '(', ')', '@'];
    let letters = || text.chars().filter(|it| it.is_ascii_alphabetic());
    text.contains(SIGNS) || letters().count() > 1 && !letters().any(|it| it.is_ascii_lowercase())
}

fn strange(text: &str) -> Option<String> {
    if may_be_replaced(text) {
        return None;
    }
    let strange = text.chars().find(|it| !is_usual(*it))?;
    Some(if strange == ' ' { "has a blank in it".to_owned() } else { format!("has `{strange}` in it") })
}

fn is_usual(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '-')
}
