//! The plain environment variables of a container.

use crate::Fix;
use crate::rules::ecs::inserts::{append, both};
use plimsoll_json::{Node, delete_element, quote};
use plimsoll_model::ecs::{Container, Field};

/// A variable whose name and value are known.
pub(super) struct Variable<'c, 'a> {
    pub(super) name: &'c str,
    pub(super) value: &'c str,
    pub(super) value_node: Node<'a>,
    /// `{ "name": …, "value": … }`
    pub(super) object: Node<'a>,
}

/// The variables of `environment` whose name and value are known, in order.
pub(super) fn variables<'c, 'a>(container: &'c Container<'a>) -> impl Iterator<Item = Variable<'c, 'a>> {
    container.variables().iter().filter_map(|variable| {
        let Field::Known { value: name, .. } = &variable.name else { return None };
        let Field::Known { value, node: value_node, .. } = &variable.value else { return None };
        Some(Variable { name, value, value_node: *value_node, object: variable.entry.node })
    })
}

/// Moves a variable to `secrets`, with a blank for the ARN.
pub(super) fn move_to_secrets(container: &Container<'_>, variable: &Variable<'_, '_>) -> Option<Fix> {
    let entry = format!("{{ \"name\": {}, \"valueFrom\": \"\" }}", quote(variable.name));
    let edits = both(delete_element(variable.object), append(container.object, "secrets", &entry))?;
    Some(Fix::manual("move it to `secrets`", edits))
}

/// Whether a value belongs to a local stand-in for AWS, or is there to be replaced. AWS's own example keys are neither:
/// somebody pasted them.
pub(super) fn is_test_value(value: &str) -> bool {
    matches!(value.to_ascii_lowercase().as_str(), "" | "test" | "dummy" | "local" | "minioadmin" | "none" | "null")
        || holds_placeholder_word(value)
}

/// Whether a value is there to be replaced, or belongs to a local stand-in.
pub(in crate::rules::ecs) fn is_dummy(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    is_test_value(value) || matches!(lower.as_str(), "foo" | "bar") || lower.contains("example")
}

fn holds_placeholder_word(value: &str) -> bool {
    const WORDS: [&str; 10] =
        ["xxxx", "changeme", "change-me", "change_me", "your-", "your_", "<", "placeholder", "replace", "todo"];
    let lower = value.to_ascii_lowercase();
    WORDS.iter().any(|word| lower.contains(word))
}
