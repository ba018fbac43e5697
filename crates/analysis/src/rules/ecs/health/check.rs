//! The health check of a container.
//!
//! Invariant: a command counts only if its whole list is there.

use plimsoll_json::Node;
use plimsoll_model::ecs::{Container, Field};
use std::borrow::Cow;

/// A `healthCheck` with a list as its command.
pub(super) struct HealthCheck<'a> {
    /// The list.
    pub(super) list: Node<'a>,
    /// Its words; `None` for one that is not known.
    pub(super) words: Vec<(Node<'a>, Option<Cow<'a, str>>)>,
}

/// The health check of `container`, when its command is a complete list.
pub(super) fn health_check<'a>(container: &Container<'a>) -> Option<HealthCheck<'a>> {
    let Field::Known { value: object, .. } = container.object.object("healthCheck") else { return None };
    let Field::Known { value: list, .. } = object.array("command") else { return None };
    let words = list.words(container.is_template).collect();
    list.is_complete().then_some(HealthCheck { list: list.node, words })
}

impl HealthCheck<'_> {
    /// A word of the command, when it is known.
    pub(super) fn word(&self, at: usize) -> Option<&str> {
        self.words.get(at).and_then(|(_, word)| word.as_deref())
    }
}
