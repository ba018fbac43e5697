//! The values of a task definition, each with what the API says of it.
//!
//! Invariant: only what hangs below known members is visited. Free maps, unknown keys and response fields are not.

use plimsoll_json::{Kind as JsonKind, Member as JsonMember, Node};
use plimsoll_model::ecs::{Container, Object, Shape, TaskDefinition};
use plimsoll_model::tables::schema::{self, Kind, Structure};

/// What the walk has come to.
pub(super) enum Visit<'a> {
    /// An object and its structure.
    Object(Object<'a>, &'static Structure),
    /// The value of a member, an element of a list or a value of a map.
    Value(Value<'a>),
}

/// A value and what it should be.
#[derive(Clone, Copy)]
pub(super) struct Value<'a> {
    /// The value.
    pub(super) node: Node<'a>,
    /// What the API takes there.
    pub(super) kind: &'static Kind,
    /// The member of the API that holds it, directly or as an element.
    pub(super) member: &'static schema::Member,
    /// The structure that has the member.
    pub(super) structure: &'static Structure,
}

/// Visits every object and value in the order of the text; nothing of a file that is no task definition.
pub(super) fn walk<'a>(task: &TaskDefinition<'a>, visit: &mut impl FnMut(Visit<'a>)) {
    match task.object {
        Some(object) if is_task(object) => walk_object(object, schema::root(), visit),
        Some(_) => {}
        None if task.shape == Shape::ContainerArray => {
            for container in &task.containers {
                walk_object(container.object, schema::container(), visit);
            }
        }
        None => {}
    }
}

/// Visits every object with its structure.
pub(super) fn objects<'a>(task: &TaskDefinition<'a>, mut visit: impl FnMut(Object<'a>, &'static Structure)) {
    walk(task, &mut |found| {
        if let Visit::Object(object, structure) = found {
            visit(object, structure);
        }
    });
}

/// Visits every value with what it should be.
pub(super) fn values<'a>(task: &TaskDefinition<'a>, mut visit: impl FnMut(Value<'a>)) {
    walk(task, &mut |found| {
        if let Visit::Value(value) = found {
            visit(value);
        }
    });
}

/// What messages call an object: `the task definition`, ``container `web` ``, `` `logConfiguration` `` or
/// ``an entry of `secrets` ``.
pub(super) fn called(task: &TaskDefinition<'_>, object: Object<'_>) -> String {
    if task.object.is_some_and(|root| root.node == object.node) {
        return "the task definition".to_owned();
    }
    if let Some(container) = task.containers.iter().find(|container| container.object.node == object.node) {
        return Container::called(container);
    }
    if let Some(key) = object.node.key_node().and_then(Node::text) {
        return format!("`{key}`");
    }
    let list = object.node.parent().and_then(Node::key_node).and_then(Node::text);
    list.map_or_else(|| "this object".to_owned(), |key| format!("an entry of `{key}`"))
}

/// Whether it has one of the two members that every task definition must have, and is none of the formats that
/// share them: Elastic Beanstalk's, and CloudFormation's.
pub(super) fn is_task(object: Object<'_>) -> bool {
    const OTHERS: &[&str] = &["AWSEBDockerrunVersion", "AWSTemplateFormatVersion", "Resources"];
    if OTHERS.iter().any(|key| object.node.get_member(key).is_some()) {
        return false;
    }
    object.node.get_member("containerDefinitions").is_some() || object.node.get_member("family").is_some()
}

fn walk_object<'a>(object: Object<'a>, structure: &'static Structure, visit: &mut impl FnMut(Visit<'a>)) {
    visit(Visit::Object(object, structure));
    for JsonMember { key, value, .. } in object.node.members() {
        let member = key.text().and_then(|name| structure.member(&name));
        if let (Some(member), Some(node)) = (member, value) {
            walk_value(Value { node, kind: &member.kind, member, structure }, visit);
        }
    }
}

fn walk_value<'a>(value: Value<'a>, visit: &mut impl FnMut(Visit<'a>)) {
    visit(Visit::Value(value));
    match (value.kind, value.node.kind()) {
        (Kind::Structure(structure), JsonKind::Object) => {
            if let Some(object) = Object::new(value.node) {
                walk_object(object, structure, visit);
            }
        }
        (Kind::List(kind), JsonKind::Array) => {
            for node in value.node.elements() {
                walk_value(Value { node, kind, ..value }, visit);
            }
        }
        (Kind::Map(kind), JsonKind::Object) => {
            for node in value.node.members().filter_map(|member| member.value) {
                walk_value(Value { node, kind, ..value }, visit);
            }
        }
        _ => {}
    }
}
