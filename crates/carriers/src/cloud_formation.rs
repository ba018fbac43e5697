//! CloudFormation and SAM: the properties of each `AWS::ECS::TaskDefinition`, as RegisterTaskDefinition names them.
//!
//! Invariant: what a stack decides (parameters, conditions, other resources) stays open. Only where the default of a
//! parameter is a number that a numeric field takes, it is read as that number.
//!
//! Source of the names that differ: "AWS::ECS::TaskDefinition", CloudFormation template reference, 2026-11.

use crate::health::HealthPort;
use crate::lowered::Lowered;
use crate::names::{cloud_formation_member, service_property};
use crate::value::{Data, How, Member, Object, Piece, Value};
use crate::{json, writer, yaml};
use plimsoll_model::tables::schema::{self, Kind};
use plimsoll_text::{TextRange, range};
use std::collections::HashMap;

/// The type of the resources that are task definitions.
pub(crate) const TYPE: &str = "AWS::ECS::TaskDefinition";

/// The type of the resources that are services.
const SERVICE: &str = "AWS::ECS::Service";

/// Every task definition in the template at `path`, in order.
#[must_use]
pub fn cloud_formation(path: &str, text: &str) -> Vec<Lowered> {
    let Some((root, is_broken)) = tree(text) else { return Vec::new() };
    let Some(resources) = resources(&root) else { return Vec::new() };
    let defaults = defaults(&root);
    let mut found = Vec::new();
    let members = resources.members();
    for (index, member) in members.iter().enumerate() {
        // Where reading had to stop, the last resource may lack what follows.
        let is_cut = is_broken && index + 1 == members.len();
        let properties = member.value.as_ref().filter(|value| is_task(value)).and_then(|it| it.get("Properties"));
        let Some(properties) = properties.filter(|it| matches!(it.data, Data::Object(_)) && !is_cut) else { continue };
        let template = Template { defaults: &defaults };
        let mut object = template.object(properties, Some(&Kind::Structure(schema::root())));
        object.head = Some(member.key_range);
        // The family may be left to CloudFormation, and the tags of the stack come on top.
        for key in ["family", "tags"] {
            if object.members.iter().all(|known| known.key != key) {
                let value = Some(Value::unknown(member.key_range, key));
                object.members.push(Member { key: key.to_owned(), key_range: member.key_range, value });
            }
        }
        let written = writer::write(&Value::new(properties.range, Data::Object(object)), vec![path.to_owned()]);
        found.push(Lowered { health_ports: health_ports(resources, &member.key), ..written });
    }
    found
}

/// Every service in the template at `path`, in order, with the fields that CreateService has.
#[must_use]
pub fn cloud_formation_services(path: &str, text: &str) -> Vec<Lowered> {
    if !text.contains(SERVICE) {
        return Vec::new();
    }
    let Some((root, false)) = tree(text) else { return Vec::new() };
    let Some(resources) = resources(&root) else { return Vec::new() };
    let defaults = defaults(&root);
    let template = Template { defaults: &defaults };
    let services = resources.members().iter().filter_map(|member| {
        let properties = member.value.as_ref().filter(|it| is_of(it, SERVICE))?.get("Properties")?;
        let mut object = template.object(properties, None);
        object.head = Some(member.key_range);
        let named = with_service_names(Value::new(properties.range, Data::Object(object)));
        Some(writer::write_plain(&named, vec![path.to_owned()]))
    });
    services.collect()
}

/// Whether `text` is a template with a task definition in it.
#[must_use]
pub fn is_cloud_formation(text: &str) -> bool {
    text.contains(TYPE)
        && tree(text).is_some_and(|(root, _)| {
            resources(&root).is_some_and(|it| it.members().iter().filter_map(|it| it.value.as_ref()).any(is_task))
        })
}

/// The tree of the text, and whether it holds only what stands before an error.
fn tree(text: &str) -> Option<(Value, bool)> {
    if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
        let document = plimsoll_json::parse(text);
        let root = document.root()?;
        return Some((json::read(root), false));
    }
    let document = plimsoll_yaml::parse(text);
    Some((yaml::read(text, &document)?, document.error().is_some()))
}

/// `Resources`, or those in a file of the Serverless Framework.
fn resources(root: &Value) -> Option<&Value> {
    root.get("Resources").or_else(|| root.get("resources")?.get("Resources"))
}

fn is_task(resource: &Value) -> bool {
    is_of(resource, TYPE)
}

fn is_of(resource: &Value, kind: &str) -> bool {
    resource.get("Type").and_then(Value::literal).is_some_and(|own| own == kind)
}

/// The ports at which the target groups of the services of the task definition `task` ask.
fn health_ports(resources: &Value, task: &str) -> Vec<HealthPort> {
    let services = resources.members().iter().filter_map(|member| {
        let properties = member.value.as_ref().filter(|it| is_of(it, SERVICE))?.get("Properties")?;
        (referred(properties.get("TaskDefinition")?)? == task).then_some(properties)
    });
    let targets = services.filter_map(|service| service.get("LoadBalancers")).flat_map(Value::elements);
    let port = |target: &Value| {
        let group = resources.get(&referred(target.get("TargetGroupArn")?)?)?;
        let asked = group.get("Properties")?.get("HealthCheckPort")?;
        Some(HealthPort {
            container: target.get("ContainerName")?.literal()?,
            container_port: target.get("ContainerPort")?.literal()?.parse().ok()?,
            port: asked.literal()?.parse().ok()?,
            range: asked.range,
        })
    };
    targets.filter_map(port).collect()
}

/// The resource that `!Ref` or `!GetAtt` names.
fn referred(value: &Value) -> Option<String> {
    let (name, argument) = called(value)?;
    match (name.as_str(), argument.literal()) {
        ("Ref", Some(resource)) => Some(resource),
        ("Fn::GetAtt", Some(path)) => path.split('.').next().map(str::to_owned),
        ("Fn::GetAtt", None) => argument.elements().first()?.literal(),
        _ => None,
    }
}

/// The value with the API's names for its properties.
fn with_service_names(value: Value) -> Value {
    let data = match value.data {
        Data::Object(Object { members, head }) => {
            let named = members.into_iter().map(|member| Member {
                key: if member.value.is_some() { service_property(&member.key) } else { member.key },
                value: member.value.map(with_service_names),
                ..member
            });
            Data::Object(Object { members: named.collect(), head })
        }
        Data::Array(elements) => Data::Array(elements.into_iter().map(with_service_names).collect()),
        other => other,
    };
    Value::new(value.range, data)
}

/// The defaults of the parameters that have one.
fn defaults(root: &Value) -> HashMap<String, String> {
    let parameters = root.get("Parameters").map(Value::members).unwrap_or_default();
    let default = |member: &Member| Some((member.key.clone(), member.value.as_ref()?.get("Default")?.literal()?));
    parameters.iter().filter_map(default).collect()
}

struct Template<'t> {
    defaults: &'t HashMap<String, String>,
}

impl Template<'_> {
    /// The value as ECS gets it; `None` when there is none.
    fn value(&self, value: &Value, kind: Option<&Kind>) -> Option<Value> {
        let called = called(value);
        if let Some((name, argument)) = called {
            return self.call(value.range, &name, argument, kind);
        }
        let data = match &value.data {
            Data::Object(_) => Data::Object(self.object(value, kind)),
            Data::Array(elements) => {
                let kind = if let Some(Kind::List(kind)) = kind { Some(*kind) } else { None };
                Data::Array(elements.iter().filter_map(|element| self.element(element, kind)).collect())
            }
            // CloudFormation turns scalars into what the property takes.
            Data::Text(pieces) if !is_text(kind) => Data::Plain(pieces.clone()),
            Data::Number(text) if is_text(kind) => {
                Data::Text(vec![Piece { text: text.clone(), range: value.range, how: How::Exact }])
            }
            Data::Bool(it) if is_text(kind) => {
                Data::Text(vec![Piece { text: it.to_string(), range: value.range, how: How::Loose }])
            }
            Data::Null => return None,
            other => other.clone(),
        };
        Some(Value::new(value.range, data))
    }

    /// An element of a list; one that may be left out makes the list incomplete.
    fn element(&self, element: &Value, kind: Option<&Kind>) -> Option<Value> {
        match called(element) {
            Some((name, _)) if name == "Fn::If" => Some(Value::unknown(element.range, "").bare()),
            _ => self.value(element, kind),
        }
    }

    fn object(&self, value: &Value, kind: Option<&Kind>) -> Object {
        let Data::Object(object) = &value.data else { return Object::default() };
        let mut members = Vec::new();
        for member in &object.members {
            let stands_for_others = member.key.starts_with("Fn::") || member.value.is_none();
            if stands_for_others {
                members.push(Member { key: member.key.clone(), key_range: member.key_range, value: None });
                continue;
            }
            let Some(value) = &member.value else { continue };
            let (name, kind) = match kind {
                Some(Kind::Structure(structure)) => {
                    let name = cloud_formation_member(structure, &member.key);
                    let kind = structure.member(&name).map(|known| &known.kind);
                    (name, kind)
                }
                Some(Kind::Map(kind)) => (member.key.clone(), Some(*kind)),
                _ => (member.key.clone(), None),
            };
            let is_size = matches!(name.as_str(), "cpu" | "memory");
            let value = self.sized(value, is_size).or_else(|| self.value(value, kind));
            if let Some(value) = value {
                members.push(Member { key: name, key_range: member.key_range, value: Some(value) });
            }
        }
        Object { members, head: object.head }
    }

    /// The default of a parameter that is the size of the task or of a container.
    fn sized(&self, value: &Value, is_size: bool) -> Option<Value> {
        let (name, argument) = called(value).filter(|_| is_size)?;
        (name == "Ref").then(|| self.number(value.range, &argument.literal()?))?
    }

    fn number(&self, place: TextRange, parameter: &str) -> Option<Value> {
        let default = self.defaults.get(parameter)?;
        let is_number = !default.is_empty() && default.bytes().all(|byte| byte.is_ascii_digit());
        let pieces = vec![Piece { text: default.clone(), range: place, how: How::Loose }];
        is_number.then(|| Value::new(place, Data::Plain(pieces)))
    }

    fn call(&self, place: TextRange, name: &str, argument: &Value, kind: Option<&Kind>) -> Option<Value> {
        let literal = argument.literal();
        match (name, literal.as_deref()) {
            ("Ref", Some("AWS::NoValue")) => None,
            ("Ref", Some(parameter)) => {
                let number = if matches!(kind, Some(Kind::Integer)) { self.number(place, parameter) } else { None };
                Some(number.unwrap_or_else(|| Value::unknown(place, parameter)))
            }
            ("Fn::GetAtt", Some(path)) => Some(Value::unknown(place, path)),
            ("Fn::GetAtt", None) => {
                let words: Vec<_> = argument.elements().iter().filter_map(Value::literal).collect();
                Some(Value::unknown(place, words.join(".")))
            }
            ("Fn::Sub", _) => Some(substituted(place, argument)),
            ("Fn::Join", _) => Some(self.joined(place, argument).unwrap_or_else(|| Value::unknown(place, name))),
            ("Fn::If", _) => Some(Value::unknown(place, name).bare()),
            _ => {
                let named = literal.unwrap_or_default();
                Some(Value::unknown(place, format!("{name} {named} {}", u32::from(place.start()))))
            }
        }
    }

    /// `Fn::Join` of a list that is written out.
    fn joined(&self, place: TextRange, argument: &Value) -> Option<Value> {
        let [delimiter, list] = argument.elements() else { return None };
        let delimiter = delimiter.literal()?;
        let Data::Array(elements) = &list.data else { return None };
        let mut pieces = Vec::new();
        for (index, element) in elements.iter().enumerate() {
            if index > 0 && !delimiter.is_empty() {
                pieces.push(Piece { text: delimiter.clone(), range: element.range, how: How::Loose });
            }
            let element = self.value(element, Some(&Kind::String))?;
            match element.data {
                Data::Text(parts) | Data::Plain(parts) => pieces.extend(parts),
                Data::Unknown(text) => pieces.push(Piece { text, range: element.range, how: How::Open }),
                _ => return None,
            }
        }
        Some(Value::new(place, Data::Text(pieces)))
    }
}

impl Value {
    /// Something that may also be nothing, or several: never a string.
    fn bare(self) -> Self {
        let range = self.range;
        // Two of them are never known to be the same.
        Value::new(range, Data::Call(format!("If {}", u32::from(range.start())), Box::new(self)))
    }
}

/// The intrinsic function that stands for the value, in its long or short form.
fn called(value: &Value) -> Option<(String, &Value)> {
    match &value.data {
        Data::Call(name, argument) => Some((name.clone(), argument)),
        Data::Object(Object { members, .. }) => match &members[..] {
            [Member { key, value: Some(argument), .. }] if key == "Ref" || key.starts_with("Fn::") => {
                Some((key.clone(), argument))
            }
            _ => None,
        },
        _ => None,
    }
}

/// `Fn::Sub`: its text with open pieces.
fn substituted(place: TextRange, argument: &Value) -> Value {
    let text = match &argument.data {
        Data::Array(parts) => parts.first(),
        _ => Some(argument),
    };
    let Some(Data::Plain(pieces) | Data::Text(pieces)) = text.map(|text| &text.data) else {
        return Value::unknown(place, "Fn::Sub");
    };
    let mut found = Vec::new();
    for piece in pieces {
        let part = |start: usize, end: usize, how: How| {
            let range = if piece.how == How::Exact {
                let first = usize::from(piece.range.start());
                range(first + start, first + end)
            } else {
                piece.range
            };
            Piece { text: piece.text[start..end].to_owned(), range, how }
        };
        let (mut start, mut at) = (0, 0);
        while let Some(opened) = piece.text[at..].find("${").map(|found| at + found) {
            let Some(closed) = piece.text[opened..].find('}').map(|found| opened + found) else { break };
            if start < opened {
                found.push(part(start, opened, piece.how));
            }
            let name = &piece.text[opened + 2..closed];
            found.push(match name.strip_prefix('!') {
                // `${!name}` is the text `${name}`.
                Some(name) => Piece { text: format!("${{{name}}}"), ..part(opened, closed + 1, How::Loose) },
                None => Piece { text: name.to_owned(), ..part(opened, closed + 1, How::Open) },
            });
            (start, at) = (closed + 1, closed + 1);
        }
        if start < piece.text.len() || piece.text.is_empty() {
            found.push(part(start, piece.text.len(), piece.how));
        }
    }
    Value::new(place, Data::Text(found))
}

fn is_text(kind: Option<&Kind>) -> bool {
    matches!(kind, Some(Kind::String | Kind::Enum(_)))
}
