//! The tree.
//!
//! Invariant: nodes lie in one list and name each other by number; an alias names the node that carries the anchor,
//! so walking a tree that refers to itself is the walker's choice, never a must.

use plimsoll_text::TextRange;

/// What a text holds.
#[derive(Debug, Default)]
pub struct Document {
    pub(crate) nodes: Vec<Data>,
    pub(crate) roots: Vec<usize>,
    pub(crate) error: Option<SyntaxError>,
}

/// Where reading had to stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// The character at which the text stops being YAML.
    pub range: TextRange,
    /// What is wrong: lower case, no full stop.
    pub message: String,
}

/// A value in a document.
#[derive(Debug, Clone, Copy)]
pub struct Node<'d> {
    document: &'d Document,
    id: usize,
}

/// A value that is neither list nor mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar {
    /// Its text, without quotes and escapes.
    pub text: String,
    /// Whether it stands without quotes: `yes` may then be more than a text.
    pub plain: bool,
    /// Where [`Self::text`] is written to the letter, quotes not included.
    pub content: Option<TextRange>,
}

#[derive(Debug)]
pub(crate) struct Data {
    pub(crate) range: TextRange,
    pub(crate) value: Value,
    /// `!Ref` and the like, as written.
    pub(crate) tag: Option<String>,
}

#[derive(Debug)]
pub(crate) enum Value {
    Scalar(Scalar),
    Sequence(Vec<usize>),
    Mapping(Vec<(usize, usize)>),
    Alias(Option<usize>),
}

impl Document {
    /// The value of the first document in the text; `None` when there is none.
    #[must_use]
    pub fn root(&self) -> Option<Node<'_>> {
        self.roots().next()
    }

    /// The values of all documents in the text (`---` parts them).
    pub fn roots(&self) -> impl Iterator<Item = Node<'_>> {
        self.roots.iter().map(|id| Node { document: self, id: *id })
    }

    /// What is wrong with the text; the tree holds what stands before.
    #[must_use]
    pub fn error(&self) -> Option<&SyntaxError> {
        self.error.as_ref()
    }
}

impl<'d> Node<'d> {
    /// From its first character to its last; blanks behind it may be included.
    #[must_use]
    pub fn range(self) -> TextRange {
        self.data().range
    }

    /// Its tag as written (`!Sub`); that of the alias, if it is one.
    #[must_use]
    pub fn tag(self) -> Option<&'d str> {
        self.data().tag.as_deref()
    }

    /// Whether it is written as an alias: `*name`.
    #[must_use]
    pub fn is_alias(self) -> bool {
        matches!(self.data().value, Value::Alias(_))
    }

    /// The node that an alias stands for, else the node itself. `None` for an alias that names nothing.
    #[must_use]
    pub fn target(self) -> Option<Self> {
        match self.data().value {
            // An anchor belongs to a value, so an alias never leads to another alias.
            Value::Alias(id) => id.map(|id| Self { id, ..self }),
            _ => Some(self),
        }
    }

    /// Its scalar, through an alias too; `None` for lists and mappings.
    #[must_use]
    pub fn scalar(self) -> Option<&'d Scalar> {
        match &self.target()?.data().value {
            Value::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The items of a list, through an alias too; nothing for other nodes.
    pub fn items(self) -> impl Iterator<Item = Self> {
        let ids: &'d [usize] = match self.target().map(|target| &target.data().value) {
            Some(Value::Sequence(ids)) => ids,
            _ => &[],
        };
        ids.iter().map(move |id| Self { id: *id, ..self })
    }

    /// The keys and values of a mapping in order, through an alias too; nothing for other nodes.
    pub fn entries(self) -> impl Iterator<Item = (Self, Self)> {
        let ids: &'d [(usize, usize)] = match self.target().map(|target| &target.data().value) {
            Some(Value::Mapping(ids)) => ids,
            _ => &[],
        };
        ids.iter().map(move |(key, value)| (Self { id: *key, ..self }, Self { id: *value, ..self }))
    }

    /// The value of `key` in a mapping; the first one if it stands there twice. Merge keys (`<<`) are not followed.
    #[must_use]
    pub fn get(self, key: &str) -> Option<Self> {
        self.entries().find(|(name, _)| name.scalar().is_some_and(|name| name.text == key)).map(|(_, value)| value)
    }

    fn data(self) -> &'d Data {
        &self.document.nodes[self.id]
    }
}

impl PartialEq for Node<'_> {
    /// Whether both are the same node of the same document.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.document, other.document) && self.id == other.id
    }
}
