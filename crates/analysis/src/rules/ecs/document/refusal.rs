//! The words with which the AWS CLI refuses a document before it sends it.
//!
//! Invariant: a place is written as the CLI writes it, in the document that would be registered: without what describe
//! output wraps around it, and with the list that an array of containers becomes. No value is repeated.

use plimsoll_json::{Kind as JsonKind, Node};
use plimsoll_model::ecs::{Object, Shape, TaskDefinition};
use plimsoll_model::tables::schema::Kind;

/// That a key is no parameter.
pub(super) fn unknown(task: &TaskDefinition<'_>, object: Object<'_>, key: &str) -> String {
    format!("the AWS CLI refuses it: \"Unknown parameter in {}: \"{key}\"\"", structure(task, object.node))
}

/// That a parameter is missing.
pub(super) fn missing(task: &TaskDefinition<'_>, object: Object<'_>, key: &str) -> String {
    format!("the AWS CLI refuses it: \"Missing required parameter in {}: \"{key}\"\"", structure(task, object.node))
}

/// That a value is of another type.
pub(super) fn mistyped(task: &TaskDefinition<'_>, value: Node<'_>, wanted: &Kind) -> String {
    let found = match value.kind() {
        JsonKind::Null => return format!("{}, value: None\"", invalid(task, value)),
        JsonKind::Number if value.as_i64().is_some() => "int",
        JsonKind::Number => "float",
        JsonKind::Bool => "bool",
        JsonKind::Array => "list",
        JsonKind::Object => "dict",
        _ => "str",
    };
    let wanted = match wanted {
        Kind::String | Kind::Enum(_) => "str",
        Kind::Integer => "int",
        Kind::Boolean => "bool",
        Kind::List(_) => "list",
        Kind::Structure(_) | Kind::Map(_) => "dict",
    };
    format!("{}, value: …, type: <class '{found}'>, valid types: <class '{wanted}'>\"", invalid(task, value))
}

fn invalid(task: &TaskDefinition<'_>, value: Node<'_>) -> String {
    format!("the AWS CLI refuses it: \"Invalid type for parameter {}", place(task, value))
}

/// The place of an object; the CLI calls the document itself `input`.
fn structure(task: &TaskDefinition<'_>, object: Node<'_>) -> String {
    let place = place(task, object);
    if place.is_empty() { "input".to_owned() } else { place }
}

fn place(task: &TaskDefinition<'_>, node: Node<'_>) -> String {
    let path = node.path();
    if task.shape == Shape::ContainerArray {
        return format!("containerDefinitions{path}");
    }
    let around = task.object.map(|object| object.node.path()).unwrap_or_default();
    let inside = path.strip_prefix(around.as_str()).unwrap_or(&path);
    inside.trim_start_matches('.').to_owned()
}
