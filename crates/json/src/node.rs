//! The tree: an arena in the order of the text, and cheap handles into it.
//!
//! Invariant: a node's descendants follow it directly, up to its `next`. The children of an object are its
//! keys, and the child of a key is its value; handles hide that and call the object the parent of both.

use crate::error::SyntaxError;
use crate::string;
use crate::token::Tokens;
use crate::{Part, PlaceholderForm};
use plimsoll_text::{TextRange, TextSize, range, slice};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `{…}`
    Object,
    /// `[…]`
    Array,
    /// `"…"`, as a value or a key.
    String,
    /// A number.
    Number,
    /// `true` or `false`.
    Bool,
    /// `null`
    Null,
    /// A bare placeholder, as a value, an element, a member or a key: `${CPU}`, `{% if x %}`, `<NAME>`.
    Placeholder,
    /// Text that is no value and no key, with a syntax error on it; empty where a key is missing.
    Invalid,
}

/// Names a node of one document without borrowing it; [`Document::node`] gives the handle back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(u32);

/// A text, its tree and its syntax errors.
#[derive(Debug, Clone)]
pub struct Document<'t> {
    pub(crate) text: &'t str,
    pub(crate) nodes: Vec<NodeData>,
    pub(crate) errors: Vec<SyntaxError>,
    pub(crate) has_bare_placeholder: bool,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct NodeData {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// The object or array around it; for a value in an object its key; [`NO_NODE`] at the top.
    pub(crate) parent: u32,
    /// The first node that is no descendant.
    pub(crate) next: u32,
    pub(crate) kind: Kind,
    pub(crate) is_key: bool,
    pub(crate) incomplete: bool,
    /// Whether it is a string with a placeholder in it.
    pub(crate) has_placeholder: bool,
    /// Whether it is a string that stands as it is between two double quotes: no escapes, nothing wrong with it.
    pub(crate) is_plain: bool,
}

pub(crate) const NO_NODE: u32 = u32::MAX;

impl<'t> Document<'t> {
    /// The text that was parsed.
    #[must_use]
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The first object or array at the top, else the first node of any kind; `None` for a text without any.
    #[must_use]
    pub fn root(&self) -> Option<Node<'_>> {
        let container = self.top().find(|node| matches!(node.kind(), Kind::Object | Kind::Array));
        container.or_else(|| self.top().next())
    }

    /// Everything at the top, such as the `{% … %}` lines before and after the value.
    pub fn top(&self) -> impl Iterator<Item = Node<'_>> {
        self.siblings(0, self.count())
    }

    /// Every node in the order of the text, keys included.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        (0..self.count()).map(|id| Node { document: self, id })
    }

    /// The syntax errors in the order in which they were met.
    #[must_use]
    pub fn errors(&self) -> &[SyntaxError] {
        &self.errors
    }

    /// All tokens; laid end to end they give back the text.
    #[must_use]
    pub fn tokens(&self) -> Tokens<'t> {
        Tokens::new(self.text)
    }

    /// The handle of `id`, which must come from a document of the same text; else another node or `None`.
    #[must_use]
    pub fn node(&self, id: NodeId) -> Option<Node<'_>> {
        (id.0 < self.count()).then_some(Node { document: self, id: id.0 })
    }

    /// Whether there is a placeholder outside of strings, or `{{` or `{%` anywhere.
    #[must_use]
    pub fn is_template(&self) -> bool {
        self.has_bare_placeholder
            || memchr::memmem::find(self.text.as_bytes(), b"{{").is_some()
            || memchr::memmem::find(self.text.as_bytes(), b"{%").is_some()
    }

    /// The innermost node around the character at `offset`, or one that ends right there.
    #[must_use]
    pub fn at_offset(&self, offset: TextSize) -> Option<Node<'_>> {
        let (mut first, mut end) = (0, self.count());
        let mut found = None;
        loop {
            let within = |node: &Node<'_>| node.range().contains_inclusive(offset);
            let mut candidates = self.siblings(first, end).flat_map(Node::with_value).filter(within);
            let Some(candidate) = candidates.next() else {
                return found;
            };
            // Where two touch, the one that starts here holds the character.
            let node = candidates.find(|next| next.range().start() == offset && !next.range().is_empty());
            let node = node.unwrap_or(candidate);
            found = Some(node);
            if node.data().is_key {
                return found;
            }
            (first, end) = (node.id + 1, node.data().next);
        }
    }

    /// The keys that stand twice or more in one object. Objects with template blocks are left out: only one
    /// branch of an `{% if %}` remains.
    #[must_use]
    pub fn duplicate_keys(&self) -> Vec<DuplicateKey<'_>> {
        let mut found = Vec::new();
        for object in self.nodes().filter(|node| node.kind() == Kind::Object) {
            let keys = || object.members().map(|member| member.key);
            if keys().any(|key| key.kind() == Kind::Placeholder && key.source().starts_with(['{', '<'])) {
                continue;
            }
            if object.members().nth(8).is_none() {
                for (index, again) in keys().enumerate() {
                    let first = keys().take(index).find(|first| first.same_key(again));
                    found.extend(first.map(|first| DuplicateKey { first, again }));
                }
                continue;
            }
            let mut seen: HashMap<Cow<'_, str>, Node<'_>> = HashMap::new();
            for again in keys() {
                let Some(text) = again.text() else { continue };
                match seen.get(&text) {
                    Some(first) => found.push(DuplicateKey { first: *first, again }),
                    None => drop(seen.insert(text, again)),
                }
            }
        }
        found
    }

    fn count(&self) -> u32 {
        u32::try_from(self.nodes.len()).unwrap_or(NO_NODE)
    }

    fn siblings(&self, first: u32, end: u32) -> impl Iterator<Item = Node<'_>> {
        let mut id = first;
        std::iter::from_fn(move || {
            let node = (id < end).then_some(Node { document: self, id })?;
            id = node.data().next;
            Some(node)
        })
    }
}

/// A node of a [`Document`].
#[derive(Clone, Copy)]
pub struct Node<'a> {
    document: &'a Document<'a>,
    id: u32,
}

/// A member of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member<'a> {
    /// `"name"`; [`Kind::Invalid`] and empty when it is missing; [`Kind::Placeholder`] for a placeholder that
    /// stands for a key or for whole members.
    pub key: Node<'a>,
    /// What follows the colon, if it does.
    pub value: Option<Node<'a>>,
    /// `"name": value`, from the key to the end of the value, without the comma. Without a value it ends with
    /// the key.
    pub range: TextRange,
}

/// A key that repeats an earlier one of the same object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DuplicateKey<'a> {
    /// The first key of the name.
    pub first: Node<'a>,
    /// A later one.
    pub again: Node<'a>,
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && std::ptr::eq(self.document.nodes.as_ptr(), other.document.nodes.as_ptr())
    }
}

impl Eq for Node<'_> {}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}@{:?} {:?}", self.kind(), self.range(), self.source())
    }
}

impl<'a> Node<'a> {
    /// Names this node without borrowing the document.
    #[must_use]
    pub fn id(self) -> NodeId {
        NodeId(self.id)
    }

    /// The document that it is part of.
    #[must_use]
    pub fn document(self) -> &'a Document<'a> {
        self.document
    }

    /// What it is.
    #[must_use]
    #[inline]
    pub fn kind(self) -> Kind {
        self.data().kind
    }

    /// All its characters: `"text"` with quotes, `{…}` with braces.
    #[must_use]
    #[inline]
    pub fn range(self) -> TextRange {
        range(self.data().start as usize, self.data().end as usize)
    }

    /// Its characters as they stand in the file.
    #[must_use]
    #[inline]
    pub fn source(self) -> &'a str {
        slice(self.document.text, self.range())
    }

    /// The object or array that holds it, also for a key; `None` at the top.
    #[must_use]
    pub fn parent(self) -> Option<Node<'a>> {
        let parent = self.raw_parent()?;
        if parent.data().is_key { parent.raw_parent() } else { Some(parent) }
    }

    /// Whether it is the key of a member.
    #[must_use]
    pub fn is_key(self) -> bool {
        self.data().is_key
    }

    /// The key of this value; `None` for elements, keys and the root.
    #[must_use]
    pub fn key_node(self) -> Option<Node<'a>> {
        self.raw_parent().filter(|parent| parent.data().is_key)
    }

    /// The members in the order of the text, duplicates included; nothing unless it is an object.
    pub fn members(self) -> impl Iterator<Item = Member<'a>> + use<'a> {
        let end = if self.kind() == Kind::Object { self.data().next } else { 0 };
        self.document.siblings(self.id + 1, end).map(Node::member)
    }

    /// The elements in the order of the text; nothing unless it is an array.
    pub fn elements(self) -> impl Iterator<Item = Node<'a>> + use<'a> {
        let end = if self.kind() == Kind::Array { self.data().next } else { 0 };
        self.document.siblings(self.id + 1, end)
    }

    /// The value of `key`, the last one if the key is repeated, as most parsers have it. `None` if this is no
    /// object, the key is not there or has no value.
    #[must_use]
    pub fn get(self, key: &str) -> Option<Node<'a>> {
        self.get_member(key)?.value
    }

    /// The member named `key`, the last one if the key is repeated.
    #[must_use]
    #[inline]
    pub fn get_member(self, key: &str) -> Option<Member<'a>> {
        let end = if self.kind() == Kind::Object { self.data().next } else { 0 };
        self.document.siblings(self.id + 1, end).filter(|node| node.is_named(key)).last().map(Node::member)
    }

    /// The member that this node is the key or the value of.
    #[must_use]
    pub fn as_member(self) -> Option<Member<'a>> {
        if self.data().is_key { Some(self.member()) } else { self.key_node().map(Node::member) }
    }

    /// The text of a string with its escapes decoded; `None` for every other kind.
    ///
    /// What is no valid escape stays as it is written; half a surrogate pair becomes U+FFFD.
    #[must_use]
    #[inline]
    pub fn text(self) -> Option<Cow<'a, str>> {
        let content = slice(self.document.text, self.content_range()?);
        if self.data().is_plain {
            return Some(Cow::Borrowed(content));
        }
        Some(if content.contains('\\') { Cow::Owned(string::decode(content)) } else { Cow::Borrowed(content) })
    }

    /// The characters between the quotes of a string; `None` for every other kind.
    #[must_use]
    #[inline]
    pub fn content_range(self) -> Option<TextRange> {
        if self.kind() != Kind::String {
            return None;
        }
        let (source, start) = (self.source(), self.data().start as usize);
        if self.data().is_plain {
            return Some(range(start + 1, self.data().end as usize - 1));
        }
        let (content, end) = string::content(source);
        Some(range(start + content, start + end))
    }

    /// The place in the file of a byte offset into [`Node::text`]; an offset inside an escaped character gives
    /// the start of the escape, one past the end the end of the content. `None` unless it is a string.
    #[must_use]
    pub fn file_offset(self, decoded: usize) -> Option<TextSize> {
        let content = self.content_range()?;
        let inside = string::source_offset(slice(self.document.text, content), decoded);
        Some(content.start() + plimsoll_text::size(inside))
    }

    /// The range in the file of the byte range `start..end` of [`Node::text`]. `None` unless it is a string.
    #[must_use]
    pub fn file_range(self, start: usize, end: usize) -> Option<TextRange> {
        let (start, end) = (self.file_offset(start)?, self.file_offset(end)?);
        Some(TextRange::new(start, end.max(start)))
    }

    /// The literal and placeholder parts of a string in order; empty for `""` and every other kind.
    #[must_use]
    pub fn parts(self) -> Vec<Part> {
        let Some(content) = self.content_range() else {
            return Vec::new();
        };
        if !self.has_placeholder() {
            let literal = Part { placeholder: None, range: content };
            return if content.is_empty() { Vec::new() } else { vec![literal] };
        }
        let (start, end) = (usize::from(content.start()), usize::from(content.end()));
        crate::placeholder::parts(self.document.text.as_bytes(), start, end)
    }

    /// Whether a placeholder stands in a string.
    #[must_use]
    #[inline]
    pub fn has_placeholder(self) -> bool {
        self.data().has_placeholder
    }

    /// The form of the placeholder that the whole string is, or of a bare `${NAME}` and the like.
    #[must_use]
    pub fn whole_placeholder(self) -> Option<PlaceholderForm> {
        let parts = if self.kind() == Kind::Placeholder {
            let data = self.data();
            crate::placeholder::parts(self.document.text.as_bytes(), data.start as usize, data.end as usize)
        } else {
            self.parts()
        };
        match parts[..] {
            [Part { placeholder, .. }] => placeholder,
            _ => None,
        }
    }

    /// A number as an integer, if it is written as one and fits.
    #[must_use]
    pub fn as_i64(self) -> Option<i64> {
        if self.kind() == Kind::Number { self.source().parse().ok() } else { None }
    }

    /// A number as a double.
    #[must_use]
    pub fn as_f64(self) -> Option<f64> {
        if self.kind() == Kind::Number { self.source().parse().ok() } else { None }
    }

    /// `true` or `false`.
    #[must_use]
    pub fn as_bool(self) -> Option<bool> {
        (self.kind() == Kind::Bool).then(|| self.source() == "true")
    }

    /// Whether an object or array holds all that it will: `false` if a syntax error, a bare placeholder element
    /// or a placeholder that stands for members lies directly inside. `true` for every other kind.
    #[must_use]
    pub fn is_complete(self) -> bool {
        !self.data().incomplete
    }

    /// Where this node is, from the top: `containerDefinitions[0].portMappings[1].hostPort`; a name with other
    /// characters than letters, digits, `_` and `-` in it is quoted: `["a.b"]`. A key has the path of its value.
    #[must_use]
    pub fn path(self) -> String {
        let mut steps = Vec::new();
        let mut node = self;
        loop {
            let key = if node.data().is_key { Some(node) } else { node.key_node() };
            let Some(parent) = node.parent() else { break };
            steps.push(match key {
                Some(key) => Step::Key(key.text().unwrap_or(Cow::Borrowed(key.source()))),
                None => Step::Index(parent.elements().take_while(|element| element.id != node.id).count()),
            });
            node = parent;
        }
        let mut path = String::new();
        for step in steps.iter().rev() {
            step.write(&mut path);
        }
        path
    }

    #[inline]
    fn data(self) -> &'a NodeData {
        &self.document.nodes[self.id as usize]
    }

    fn raw_parent(self) -> Option<Node<'a>> {
        let parent = self.data().parent;
        (parent != NO_NODE).then_some(Node { document: self.document, id: parent })
    }

    /// The member of a key.
    #[inline]
    fn member(self) -> Member<'a> {
        let value = self.value();
        let end = value.map_or(self.range().end(), |value| value.range().end());
        Member { key: self, value, range: TextRange::new(self.range().start(), end) }
    }

    #[inline]
    fn value(self) -> Option<Node<'a>> {
        let has_value = self.data().is_key && self.data().next > self.id + 1;
        has_value.then_some(Node { document: self.document, id: self.id + 1 })
    }

    fn with_value(self) -> impl Iterator<Item = Node<'a>> {
        std::iter::once(self).chain(self.value())
    }

    #[inline]
    fn is_named(self, key: &str) -> bool {
        let data = self.data();
        // Escapes only make a name longer, and most names that are not the one that is looked for differ in length.
        let length = (data.end - data.start) as usize;
        if data.kind != Kind::String || length < key.len() {
            return false;
        }
        if data.is_plain {
            let content = data.start as usize + 1..data.end as usize - 1;
            return length == key.len() + 2 && self.document.text.as_bytes().get(content) == Some(key.as_bytes());
        }
        self.text().is_some_and(|text| text == key)
    }

    fn same_key(self, other: Node<'a>) -> bool {
        self.text().is_some_and(|text| other.is_named(&text))
    }
}

enum Step<'a> {
    Key(Cow<'a, str>),
    Index(usize),
}

impl Step<'_> {
    fn write(&self, path: &mut String) {
        match self {
            Self::Index(index) => path.push_str(&format!("[{index}]")),
            Self::Key(key)
                if key.is_empty() || !key.chars().all(|each| each.is_alphanumeric() || "_-".contains(each)) =>
            {
                path.push_str(&format!("[{key:?}]"));
            }
            Self::Key(key) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(key);
            }
        }
    }
}
