//! The task definition and its containers.

use super::field::Object;
use super::launch::{Launch, NetworkMode};
use plimsoll_json::{Document, Kind, Node};
use plimsoll_text::TextSize;

/// In which shape a task definition is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// What RegisterTaskDefinition takes.
    Register,
    /// What DescribeTaskDefinition answers: the task definition below `taskDefinition`.
    Wrapped,
    /// An array of container definitions; everything about the task is unknown.
    ContainerArray,
    /// None of them.
    Other,
}

/// A task definition.
#[derive(Debug)]
pub struct TaskDefinition<'a> {
    /// The tree that it is read from.
    pub document: &'a Document<'a>,
    /// How it is written.
    pub shape: Shape,
    /// The object with the task's fields; `None` in an array of container definitions.
    pub object: Option<Object<'a>>,
    /// The container definitions that are objects, in order.
    pub containers: Vec<Container<'a>>,
}

/// One container definition.
#[derive(Debug, Clone, Copy)]
pub struct Container<'a> {
    /// Its object.
    pub object: Object<'a>,
    /// Its place in the array, from 0.
    pub index: usize,
}

impl<'a> TaskDefinition<'a> {
    /// Reads a parsed document. Cannot fail: what is not there is absent.
    #[must_use]
    pub fn read(document: &'a Document<'a>) -> Self {
        let root = document.root();
        let (shape, object, list) = match root {
            Some(root) if root.kind() == Kind::Array => (Shape::ContainerArray, None, Some(root)),
            Some(root) => match root.get("taskDefinition").filter(|inner| inner.kind() == Kind::Object) {
                Some(inner) => (Shape::Wrapped, Some(inner), inner.get("containerDefinitions")),
                None => (Shape::Register, Some(root), root.get("containerDefinitions")),
            },
            None => (Shape::Other, None, None),
        };
        let elements = list.into_iter().flat_map(Node::elements).enumerate();
        let containers =
            elements.filter_map(|(index, element)| Some(Container { object: Object::new(element)?, index }));
        Self { document, shape, object: object.and_then(Object::new), containers: containers.collect() }
    }

    /// Where the task may run; nothing is known of it in an array of container definitions.
    #[must_use]
    pub fn launch(&self) -> Launch {
        self.object.map(Launch::read).unwrap_or_default()
    }

    /// The network mode that the task will have.
    #[must_use]
    pub fn network_mode(&self) -> NetworkMode {
        self.object.map_or(NetworkMode::Unknown, |task| NetworkMode::read(task, self.launch()))
    }

    /// The path of the value at `offset`: `containerDefinitions[web].portMappings[0].hostPort`.
    #[must_use]
    pub fn value_path(&self, offset: TextSize) -> String {
        self.document.at_offset(offset).map(Node::path).unwrap_or_default()
    }
}

impl<'a> Container<'a> {
    /// `web`, when it is known.
    #[must_use]
    pub fn name(&self) -> Option<std::borrow::Cow<'a, str>> {
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
}
