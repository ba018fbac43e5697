//! What the API says of a place in a task definition.
//!
//! Invariant: a place below an unknown key has no type. A saved describe output and an array of container
//! definitions have the types of the task definition that they belong to.

use super::cursor::Frame;
use plimsoll_json::{Kind as JsonKind, Node};
use plimsoll_model::ecs::{Shape, TaskDefinition};
use plimsoll_model::tables::schema::{self, Kind, Member, Structure};

/// What a value should be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Typed {
    /// What the API takes there.
    pub(super) kind: Kind,
    /// The member that holds it, directly or as an element; `None` for the task definition itself.
    pub(super) owner: Option<Owner>,
}

/// A member and the structure that has it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Owner {
    /// The structure.
    pub(super) structure: &'static Structure,
    /// The member.
    pub(super) member: &'static Member,
}

impl Owner {
    /// Whether it is the member `name` of `structure`.
    pub(super) fn is(self, structure: &str, name: &str) -> bool {
        self.structure.name == structure && self.member.name == name
    }
}

impl Typed {
    /// The task definition.
    pub(super) fn task() -> Self {
        Self { kind: Kind::Structure(schema::root()), owner: None }
    }

    /// The value of `key` in it.
    pub(super) fn member(self, key: &str) -> Option<Self> {
        match self.kind {
            Kind::Structure(structure) => {
                let member = structure.member(key)?;
                Some(Self { kind: member.kind, owner: Some(Owner { structure, member }) })
            }
            Kind::Map(inner) => Some(Self { kind: *inner, ..self }),
            _ => None,
        }
    }

    /// An element of it.
    pub(super) fn element(self) -> Option<Self> {
        match self.kind {
            Kind::List(inner) => Some(Self { kind: *inner, ..self }),
            _ => None,
        }
    }

    /// Its structure, if it is one.
    pub(super) fn structure(self) -> Option<&'static Structure> {
        match self.kind {
            Kind::Structure(structure) => Some(structure),
            _ => None,
        }
    }
}

/// What the innermost of `frames` should be.
pub(super) fn of_frames(task: &TaskDefinition<'_>, frames: &[Frame]) -> Option<Typed> {
    let (first, mut rest) = frames.split_first()?;
    let mut typed = if first.is_object { Some(Typed::task()) } else { Typed::task().member("containerDefinitions") };
    let mut outer = first;
    if first.is_object && first.key.as_deref() == Some("taskDefinition") && !first.has("containerDefinitions") {
        (outer, rest) = rest.split_first()?;
        typed = outer.is_object.then(Typed::task);
    } else if task.shape == Shape::Wrapped && rest.is_empty() {
        return None;
    }
    for frame in rest {
        typed = typed.and_then(|typed| match outer.is_object {
            true => typed.member(outer.key.as_deref()?),
            false => typed.element(),
        });
        outer = frame;
    }
    typed
}

/// What `node` should be; for a key, what its value should be.
pub(super) fn of_node(task: &TaskDefinition<'_>, node: Node<'_>) -> Option<Typed> {
    if task.object.is_some_and(|object| object.node == node) {
        return Some(Typed::task());
    }
    let Some(parent) = node.parent() else {
        let is_list = task.shape == Shape::ContainerArray && task.document.root() == Some(node);
        return is_list.then(|| Typed::task().member("containerDefinitions")).flatten();
    };
    let outer = of_node(task, parent)?;
    match parent.kind() {
        JsonKind::Object => {
            let key = if node.is_key() { node } else { node.key_node()? };
            outer.member(&key.text()?)
        }
        JsonKind::Array => outer.element(),
        _ => None,
    }
}
