//! A task definition without the ways in which one thing can be written.
//!
//! Invariant: two documents that ECS would register as the same give equal values.

use plimsoll_json::{Document, Kind, Node};
use plimsoll_model::ecs::TaskDefinition;
use plimsoll_model::tables::schema::{self, Kind as Type};
use std::collections::BTreeMap;

/// A value, with named things by their names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// Fields by key.
    Object(BTreeMap<String, Value>),
    /// Elements by what tells them apart: a name, a port, or the element itself.
    Named(BTreeMap<String, Value>),
    /// A list whose order counts, or a plain value, as it is shown.
    Text(String),
}

/// What tells the elements of a list apart; other lists of plain values are sets, except those of [`ORDERED`].
const NAMES: [(&str, &[&str]); 16] = [
    ("containerDefinitions", &["name"]),
    ("volumes", &["name"]),
    ("environment", &["name"]),
    ("secrets", &["name"]),
    ("secretOptions", &["name"]),
    ("portMappings", &["containerPort", "containerPortRange", "protocol"]),
    ("mountPoints", &["containerPath"]),
    ("volumesFrom", &["sourceContainer"]),
    ("ulimits", &["name"]),
    ("dependsOn", &["containerName"]),
    ("systemControls", &["namespace"]),
    ("extraHosts", &["hostname"]),
    ("resourceRequirements", &["type"]),
    ("tmpfs", &["containerPath"]),
    ("tags", &["key"]),
    ("properties", &["name"]),
];

/// Lists whose order counts.
const ORDERED: [&str; 3] = ["command", "entryPoint", "dnsServers"];

pub(crate) fn of(document: &Document<'_>) -> Value {
    let task = TaskDefinition::read(document);
    let mut fields = match task.object.and_then(|object| read(object.node, "", Some(Type::Structure(schema::root())))) {
        Some(Value::Object(fields)) => fields,
        _ => BTreeMap::new(),
    };
    if task.object.is_none()
        && let Some(list) = document.root().and_then(|root| read(root, "containerDefinitions", of_containers()))
    {
        fields.insert("containerDefinitions".to_owned(), list);
    }
    fields.retain(|key, _| !schema::response_only().contains(&key.as_str()));
    let mode = fields.get("networkMode").cloned();
    if let Some(Value::Named(containers)) = fields.get_mut("containerDefinitions") {
        containers.values_mut().for_each(|container| drop_host_ports(container, mode.as_ref()));
    }
    Value::Object(fields)
}

fn of_containers() -> Option<Type> {
    schema::root().member("containerDefinitions").map(|member| member.kind)
}

/// `None` for what says nothing: null, an empty list or object, what ECS assumes anyway, and what is broken.
fn read(node: Node<'_>, field: &str, kind: Option<Type>) -> Option<Value> {
    match node.kind() {
        Kind::Object => {
            let fields: BTreeMap<_, _> = node.members().filter_map(|it| member(it, kind)).collect();
            (!fields.is_empty()).then_some(Value::Object(fields))
        }
        Kind::Array => list(node, field, kind),
        Kind::Null | Kind::Invalid => None,
        Kind::String => node.text().filter(|text| !text.is_empty()).map(|text| Value::Text(text.into_owned())),
        _ => Some(Value::Text(node.source().to_owned())),
    }
}

fn member(member: plimsoll_json::Member<'_>, kind: Option<Type>) -> Option<(String, Value)> {
    let key = member.key.text().map_or_else(|| member.key.source().to_owned(), |key| key.into_owned());
    let known = match kind {
        Some(Type::Structure(structure)) => structure.member(&key).map(|member| (structure, member)),
        _ => None,
    };
    let inner = match kind {
        Some(Type::Map(values)) => Some(*values),
        _ => known.map(|(_, member)| member.kind),
    };
    let value = read(member.value?, &key, inner)?;
    let usual = known.and_then(|(structure, member)| schema::default_value(structure, member));
    (!matches!((&value, usual), (Value::Text(text), Some(usual)) if text == usual)).then_some((key, value))
}

fn list(node: Node<'_>, field: &str, kind: Option<Type>) -> Option<Value> {
    let inner = if let Some(Type::List(inner)) = kind { Some(*inner) } else { None };
    let names = NAMES.iter().find(|(list, _)| *list == field).map(|(_, names)| *names);
    let is_plain = node.elements().all(|it| !matches!(it.kind(), Kind::Object | Kind::Array));
    if names.is_none() && is_plain && ORDERED.contains(&field) {
        let words: Vec<&str> = node.elements().map(Node::source).collect();
        return (!words.is_empty()).then(|| Value::Text(format!("[{}]", words.join(", "))));
    }
    let mut elements = BTreeMap::new();
    for (index, element) in node.elements().enumerate() {
        let Some(value) = read(element, field, inner) else { continue };
        let name = name_of(&value, names.unwrap_or(&[])).unwrap_or_else(|| match &value {
            Value::Text(text) => text.clone(),
            _ => index.to_string(),
        });
        let name = if elements.contains_key(&name) { format!("{name}#{index}") } else { name };
        elements.insert(name, value);
    }
    (!elements.is_empty()).then_some(Value::Named(elements))
}

/// `8080`, `53/udp`, `web`.
fn name_of(value: &Value, names: &[&str]) -> Option<String> {
    let Value::Object(fields) = value else { return None };
    let parts = names.iter().filter_map(|name| match fields.get(*name) {
        Some(Value::Text(text)) => Some(text.as_str()),
        _ => None,
    });
    let name = parts.collect::<Vec<_>>().join("/");
    (!name.is_empty()).then_some(name)
}

/// In the modes `awsvpc` and `host` the host port is the container's, in the others it is 0, which means any.
fn drop_host_ports(container: &mut Value, mode: Option<&Value>) {
    let is_fixed = matches!(mode, Some(Value::Text(mode)) if mode == "awsvpc" || mode == "host");
    let Value::Object(fields) = container else { return };
    let Some(Value::Named(ports)) = fields.get_mut("portMappings") else { return };
    for port in ports.values_mut() {
        let Value::Object(port) = port else { continue };
        let usual = if is_fixed { port.get("containerPort").cloned() } else { Some(Value::Text("0".to_owned())) };
        if port.get("hostPort") == usual.as_ref() {
            port.remove("hostPort");
        }
    }
}
