//! One field of a task definition as rules see it.
//!
//! Invariant: a placeholder never becomes a value. `null` counts as absent; a value of the wrong type counts
//! as unknown, except that digits in a string and a number are read for each other.

use plimsoll_json::{Kind, Node};
use plimsoll_text::{TextRange, TextSize};
use std::borrow::Cow;

/// A field that is not there, known, partly known, or there with a value that cannot be known.
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
    /// A string with literal text around placeholders; [`Node::parts`] has them.
    Partial {
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

impl<'a, T> Field<'a, T> {
    /// The value, when it is known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known { value, .. } => Some(value),
            _ => None,
        }
    }

    /// Whether the field is not there. A rule about a missing field must also ask [`Object::is_complete`].
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent { .. })
    }

    /// The node of the value (of the key, when the value is missing); `None` when the field is absent.
    pub fn node(&self) -> Option<Node<'a>> {
        match self {
            Self::Absent { .. } => None,
            Self::Known { node, .. } | Self::Partial { node, .. } | Self::Unknown { node } => Some(*node),
        }
    }
}

/// An object of a task definition, read by field.
#[derive(Debug, Clone, Copy)]
pub struct Object<'a> {
    /// Its node.
    pub node: Node<'a>,
}

impl<'a> Object<'a> {
    /// Takes a node that is an object; `None` for any other.
    #[must_use]
    pub fn new(node: Node<'a>) -> Option<Self> {
        (node.kind() == Kind::Object).then_some(Self { node })
    }

    /// Whether all its members are there and readable. Rules about something missing run only then.
    #[must_use]
    pub fn is_complete(self) -> bool {
        self.node.is_complete()
    }

    /// Where a finding about a missing member stands: the key of the object, or its opening brace.
    #[must_use]
    pub fn anchor(self) -> TextRange {
        let start = self.node.range().start();
        self.node.key_node().map_or(TextRange::at(start, TextSize::new(1)), Node::range)
    }

    /// A string; a number is read as the string of its digits.
    #[must_use]
    pub fn string(self, key: &str) -> Field<'a, Cow<'a, str>> {
        self.field(key, |node| match node.kind() {
            Kind::String => node.text(),
            Kind::Number => node.as_i64().map(|_| Cow::Borrowed(node.source())),
            _ => None,
        })
    }

    /// A string where AWS takes the empty one for none: images, roles and enums.
    #[must_use]
    pub fn name(self, key: &str) -> Field<'a, Cow<'a, str>> {
        match self.string(key) {
            Field::Known { value, .. } if value.is_empty() => Field::Absent { parent: self.node },
            field => field,
        }
    }

    /// An integer; a string of digits is read as one.
    #[must_use]
    pub fn integer(self, key: &str) -> Field<'a, i64> {
        self.field(key, |node| match node.kind() {
            Kind::Number => node.as_i64(),
            Kind::String => node.text()?.parse().ok(),
            _ => None,
        })
    }

    /// `true` or `false`.
    #[must_use]
    pub fn boolean(self, key: &str) -> Field<'a, bool> {
        self.field(key, Node::as_bool)
    }

    /// An object.
    #[must_use]
    pub fn object(self, key: &str) -> Field<'a, Object<'a>> {
        self.field(key, Object::new)
    }

    /// An array.
    #[must_use]
    pub fn array(self, key: &str) -> Field<'a, List<'a>> {
        self.field(key, |node| (node.kind() == Kind::Array).then_some(List { node }))
    }

    /// The objects in the array at `key`, in order; none when it is absent or unknown.
    pub fn objects(self, key: &str) -> impl Iterator<Item = Object<'a>> + use<'a> {
        let list = self.array(key).known().copied();
        list.into_iter().flat_map(|list| list.node.elements()).filter_map(Object::new)
    }

    fn field<T>(self, key: &str, read: impl FnOnce(Node<'a>) -> Option<T>) -> Field<'a, T> {
        let Some(member) = self.node.get_member(key) else { return Field::Absent { parent: self.node } };
        let Some(node) = member.value else { return Field::Unknown { node: member.key } };
        let key = member.key;
        match node.kind() {
            Kind::Null => Field::Absent { parent: self.node },
            Kind::String if node.has_placeholder() => match node.whole_placeholder() {
                Some(_) => Field::Unknown { node },
                None => Field::Partial { node, key },
            },
            _ => match read(node) {
                Some(value) => Field::Known { value, node, key },
                None => Field::Unknown { node },
            },
        }
    }
}

/// An array of a task definition.
#[derive(Debug, Clone, Copy)]
pub struct List<'a> {
    /// Its node.
    pub node: Node<'a>,
}

impl<'a> List<'a> {
    /// Whether all its elements are there and readable. Rules about something missing run only then.
    #[must_use]
    pub fn is_complete(self) -> bool {
        self.node.is_complete()
    }

    /// Its strings in order; `None` for an element that is not a known string.
    pub fn strings(self) -> impl Iterator<Item = (Node<'a>, Option<Cow<'a, str>>)> + use<'a> {
        self.node.elements().map(|node| {
            let literal = !node.has_placeholder();
            (node, node.text().filter(|_| literal))
        })
    }

    /// The words of `command`, `entryPoint` or `healthCheck.command` in order; `None` for one that cannot be
    /// known. `$NAME` and `${NAME}` are text for a shell there, unless the file is a template.
    pub fn words(self, is_template: bool) -> impl Iterator<Item = (Node<'a>, Option<Cow<'a, str>>)> + use<'a> {
        self.node.elements().map(move |node| {
            let forms = || node.parts().into_iter().filter_map(|part| part.placeholder);
            let literal = !node.has_placeholder() || !is_template && forms().all(|form| form.is_dollar());
            (node, node.text().filter(|_| literal))
        })
    }
}
