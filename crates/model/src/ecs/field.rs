//! One field of a task definition as rules see it.

use plimsoll_json::Node;

/// A field that is not there, known, or there with a value that cannot be known.
#[derive(Debug, Clone, Copy)]
pub enum Field<'a, T> {
    /// The key is missing, or its value is `null`.
    Absent {
        /// The object that lacks it: where to insert.
        parent: Node<'a>,
    },
    /// The value is known.
    Known {
        /// The value.
        value: T,
        /// The node of the value.
        node: Node<'a>,
        /// The node of the key.
        key: Node<'a>,
    },
    /// A placeholder, or a value of the wrong type.
    Unknown {
        /// The node of the value, or of the key when the value is missing.
        node: Node<'a>,
    },
}

impl<T> Field<'_, T> {
    /// The value, when it is known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known { value, .. } => Some(value),
            _ => None,
        }
    }

    /// Whether the field is not there.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent { .. })
    }
}
