//! One container definition.

use super::field::{Field, List, Object};
use super::image::Image;
use super::sidecar::is_sidecar;
use plimsoll_json::Node;
use std::borrow::Cow;
use std::cell::OnceCell;

/// One container definition.
#[derive(Debug, Clone)]
pub struct Container<'a> {
    /// Its object.
    pub object: Object<'a>,
    /// Its place in the array, from 0.
    pub index: usize,
    /// Whether a templating tool goes over the file first, so that `$NAME` in a command is its placeholder.
    pub is_template: bool,
    variables: OnceCell<Vec<Variable<'a>>>,
}

/// An entry of `environment`.
#[derive(Debug, Clone)]
pub struct Variable<'a> {
    /// The entry.
    pub entry: Object<'a>,
    /// Its name.
    pub name: Field<'a, Cow<'a, str>>,
    /// Its value.
    pub value: Field<'a, Cow<'a, str>>,
}

impl<'a> Container<'a> {
    pub(super) fn new(object: Object<'a>, index: usize, is_template: bool) -> Self {
        Self { object, index, is_template, variables: OnceCell::new() }
    }

    /// The entries of `environment` that are objects, in order. Many rules ask, so they are read once.
    #[must_use]
    pub fn variables(&self) -> &[Variable<'a>] {
        self.variables.get_or_init(|| {
            let entries = self.object.objects("environment");
            entries.map(|entry| Variable { entry, name: entry.string("name"), value: entry.string("value") }).collect()
        })
    }

    /// `web`, when it is known.
    #[must_use]
    pub fn name(&self) -> Option<Cow<'a, str>> {
        self.object.name("name").known().cloned()
    }

    /// The container as messages name it: ``container `web` ``, or by its place when the name is unknown.
    #[must_use]
    pub fn called(&self) -> String {
        match self.name() {
            Some(name) => format!("container `{name}`"),
            None => format!("container {}", self.index),
        }
    }

    /// `image`; the empty string counts as absent, and a word in capitals such as `IMAGE_URI`, which no image can be
    /// called, as a placeholder.
    #[must_use]
    pub fn image(&self) -> Field<'a, Cow<'a, str>> {
        match self.object.name("image") {
            Field::Known { value, node, .. } if is_word_in_capitals(&value) => Field::Unknown { node },
            field => field,
        }
    }

    /// The parts of `image`, also when some of them are placeholders; `None` when nothing of it is known.
    #[must_use]
    pub fn image_parts(&self) -> Option<Image<'a>> {
        match self.image() {
            Field::Known { node, .. } | Field::Partial { node, .. } => Image::read(node),
            Field::Absent { .. } | Field::Unknown { .. } => None,
        }
    }

    /// Whether the task stops with it: `essential`, `true` when absent; `None` when unknown.
    #[must_use]
    pub fn is_essential(&self) -> Option<bool> {
        match self.object.boolean("essential") {
            Field::Absent { .. } => Some(true),
            field => field.known().copied(),
        }
    }

    /// Whether its image is a well-known companion, such as a log router, and not the application.
    #[must_use]
    pub fn is_sidecar(&self) -> bool {
        self.image_parts().is_some_and(|image| is_sidecar(image.repository()))
    }

    /// The words of `command` (or `entryPoint`), as [`List::words`] reads them; empty when it is no known list.
    #[must_use]
    pub fn words(&self, key: &str) -> Vec<(Node<'a>, Option<Cow<'a, str>>)> {
        let list = self.object.array(key).known().copied();
        list.map(|list: List<'a>| list.words(self.is_template).collect()).unwrap_or_default()
    }
}

/// `DOCKER_URI`, `PLACEHOLDER_IMAGE:TAG`
fn is_word_in_capitals(text: &str) -> bool {
    let name = text.split(':').next().unwrap_or(text);
    let is_plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    let is_it = |word: &str| word.contains('_') && word.starts_with(|first: char| first.is_ascii_uppercase());
    (is_it(name) || matches!(name, "IMAGE" | "PLACEHOLDER")) && name.bytes().all(is_plain)
}
