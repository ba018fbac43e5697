//! Terraform: each `aws_ecs_task_definition`, with the container definitions that it writes out or takes from a file.
//!
//! Invariant: what only Terraform knows (variables, other resources, modules, functions) stays open. Locals that are
//! written out are read one level deep, and so are defaults of variables where a number is wanted.

mod expression;
mod health;
mod service;

use crate::lowered::Lowered;
use crate::names::terraform_member;
use crate::value::{Data, How, Json, Member, Object, Piece, Value};
use crate::writer;
use expression::{Scope, place_of};
use hcl_edit::Span;
use hcl_edit::expr::Expression;
use hcl_edit::structure::{Attribute, Block, Body, Structure as Item};
use plimsoll_model::tables::schema::{self, Kind, Structure};
use plimsoll_text::{TextRange, range};
use std::path::Component;

pub use service::terraform_services;

/// Gives the text of the file at a path of the workspace.
pub type Files<'f> = dyn Fn(&str) -> Option<String> + 'f;

/// The type of the resources that are task definitions.
const TYPE: &str = "aws_ecs_task_definition";

/// Every task definition in the file at `path`, in order; nothing of a text that is not HCL.
#[must_use]
pub fn terraform(path: &str, text: &str, files: &Files<'_>) -> Vec<Lowered> {
    // The whole file is needed to know what a local is, and most files have none of it.
    if !text.contains(TYPE) {
        return Vec::new();
    }
    let Ok(body) = hcl_edit::parser::parse_body(text) else { return Vec::new() };
    let blocks = body.blocks().filter(|block| is_task(block));
    blocks.map(|block| Resource { path, text, body: &body, files, others: Vec::new() }.lower(block)).collect()
}

/// Paths of the files that the task definitions in the file at `path` take their containers from.
#[must_use]
pub fn terraform_files(path: &str, text: &str) -> Vec<String> {
    let named = std::cell::RefCell::new(Vec::new());
    let note = |path: &str| {
        named.borrow_mut().push(path.to_owned());
        None
    };
    let _ = terraform(path, text, &note);
    let mut named = named.into_inner();
    named.sort();
    named.dedup();
    named
}

/// Whether `text` has a task definition in it.
#[must_use]
pub fn is_terraform(text: &str) -> bool {
    text.contains(TYPE) && hcl_edit::parser::parse_body(text).is_ok_and(|body| body.blocks().any(is_task))
}

fn is_task(block: &Block) -> bool {
    block.ident.as_str() == "resource" && block.labels.first().is_some_and(|label| label.as_str() == TYPE)
}

struct Resource<'t> {
    path: &'t str,
    text: &'t str,
    body: &'t Body,
    files: &'t Files<'t>,
    /// Files that the resource names.
    others: Vec<String>,
}

impl Resource<'_> {
    fn lower(mut self, block: &Block) -> Lowered {
        let place = block.span().map_or(TextRange::default(), |span| range(span.start, span.end));
        let head = block.labels.last().and_then(Span::span).or(block.ident.span());
        let start = block.ident.span().map_or(usize::from(place.start()), |span| span.start);
        let head = range(start, head.map_or(start, |span| span.end));
        let mut object = Object { members: Vec::new(), head: Some(head) };
        self.fields(&block.body, schema::root(), &mut object);
        if object.members.iter().all(|known| known.key != "tags") {
            // The provider's default tags come on top.
            let value = Some(Value::unknown(head, "tags"));
            object.members.push(Member { key: "tags".to_owned(), key_range: head, value });
        }
        let name = block.labels.get(1).map_or("", |label| label.as_str());
        let health_ports = health::ports(self.text, self.body, name);
        let files = std::iter::once(self.path.to_owned()).chain(self.others).collect();
        Lowered { health_ports, ..writer::write(&Value::new(place, Data::Object(object)), files) }
    }

    /// The attributes and blocks of `body` as members of `structure`.
    fn fields(&mut self, body: &Body, structure: &'static Structure, object: &mut Object) {
        let is_root = std::ptr::eq(structure, schema::root());
        for item in body.iter() {
            match item {
                Item::Attribute(attribute) if is_root && META.contains(&attribute.key.as_str()) => {}
                Item::Attribute(attribute) => {
                    let key_range = place_of(&attribute.key);
                    let (key, value) = self.attribute(attribute, structure);
                    if let Some(value) = value {
                        object.members.push(Member { key, key_range, value: Some(value) });
                    }
                }
                Item::Block(block) if is_root && META.contains(&block.ident.as_str()) => {}
                Item::Block(block) => self.block(block, structure, object),
            }
        }
    }

    fn attribute(&mut self, attribute: &Attribute, structure: &'static Structure) -> (String, Option<Value>) {
        let (name, value) = (attribute.key.as_str(), &attribute.value);
        if name == "container_definitions" {
            return ("containerDefinitions".to_owned(), Some(self.containers(value, 0)));
        }
        let scope = Scope::new(self.text, self.body);
        match (structure.name, name) {
            ("Volume", "host_path") => {
                let path = scope.value(value, Some(&Kind::String));
                let member = Member { key: "sourcePath".to_owned(), key_range: path.range, value: Some(path.clone()) };
                let object = Object { members: vec![member], head: None };
                return ("host".to_owned(), (!is_null(&path)).then(|| Value::new(path.range, Data::Object(object))));
            }
            (_, "tags") => return (name.to_owned(), entries(&scope.value(value, None), "key")),
            ("ProxyConfiguration", "properties") => {
                return (name.to_owned(), entries(&scope.value(value, None), "name"));
            }
            _ => {}
        }
        let key = terraform_member(structure, name);
        let kind = structure.member(&key).map(|member| &member.kind);
        let value = scope.loosely(value, kind, matches!(name, "cpu" | "memory"));
        (key, (!is_null(&value)).then_some(value))
    }

    fn block(&mut self, block: &Block, structure: &'static Structure, object: &mut Object) {
        let place = block.span().map_or(TextRange::default(), |span| range(span.start, span.end));
        let key_range = place_of(&block.ident);
        let is_dynamic = block.ident.as_str() == "dynamic";
        let name =
            if is_dynamic { block.labels.first().map_or("", |label| label.as_str()) } else { block.ident.as_str() };
        let key = terraform_member(structure, name);
        let kind = structure.member(&key).map(|member| &member.kind);
        let (inner, is_list) = match kind {
            Some(Kind::Structure(inner)) => (*inner, false),
            Some(Kind::List(Kind::Structure(inner))) => (*inner, true),
            // A block that this version does not know is no field of the API either.
            _ => return,
        };
        let value = if is_dynamic {
            // Any number of them.
            Value::new(place, Data::Call(name.to_owned(), Box::new(Value::unknown(place, name))))
        } else {
            let mut fields = Object { members: Vec::new(), head: Some(key_range) };
            self.fields(&block.body, inner, &mut fields);
            Value::new(place, Data::Object(fields))
        };
        if !is_list {
            object.members.push(Member { key, key_range, value: Some(value) });
            return;
        }
        let known = object.members.iter_mut().find(|member| member.key == key).and_then(|it| it.value.as_mut());
        match known.map(|value| &mut value.data) {
            Some(Data::Array(elements)) => elements.push(value),
            Some(_) => {}
            None => {
                let value = Some(Value::new(place, Data::Array(vec![value])));
                object.members.push(Member { key, key_range, value });
            }
        }
    }

    /// `container_definitions`
    fn containers(&mut self, value: &Expression, depth: usize) -> Value {
        let place = place_of(value);
        let scope = Scope::new(self.text, self.body);
        let unknown = || Value::unknown(place, scope.named(value)).opaque();
        if depth > 3 {
            return unknown();
        }
        match value {
            Expression::Parenthesis(inner) => self.containers(inner.inner(), depth + 1),
            // `"${…}"` is the old manner of writing what stands in it.
            Expression::StringTemplate(template) => {
                match template.as_single_element().and_then(|element| element.as_interpolation()) {
                    Some(inner) => self.containers(&inner.expr, depth + 1),
                    None => unknown(),
                }
            }
            Expression::HeredocTemplate(_) => match scope.heredoc(value) {
                Some((text, start)) => self.json(place, text, 0, start, true).unwrap_or_else(unknown),
                None => unknown(),
            },
            Expression::FuncCall(call) if call.name.namespace.is_empty() => {
                let first = call.args.iter().next();
                match (call.name.name.as_str(), first) {
                    ("jsonencode", Some(argument)) => scope.value(argument, Some(&containers_kind())),
                    ("file", Some(argument)) => self.file(place, argument, false).unwrap_or_else(unknown),
                    ("templatefile", Some(argument)) => self.file(place, argument, true).unwrap_or_else(unknown),
                    _ => unknown(),
                }
            }
            Expression::Variable(_) | Expression::Traversal(_) => match scope.referred(value) {
                Some(inner) => self.containers(inner, depth + 1),
                None => match scope.template_file(value) {
                    Some(inner) => self.template(inner, place),
                    None => unknown(),
                },
            },
            _ => unknown(),
        }
    }

    /// The `template` of a `template_file`.
    fn template(&mut self, value: &Expression, place: TextRange) -> Value {
        match self.containers(value, 2) {
            Value { data: Data::Json(json), .. } => Value::new(place, Data::Json(Json { is_template: true, ..json })),
            other => other,
        }
    }

    /// The file that `argument` names.
    fn file(&mut self, place: TextRange, argument: &Expression, is_template: bool) -> Option<Value> {
        let path = Scope::new(self.text, self.body).path(argument)?;
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let beside = joined(folder, &path)?;
        let text = (self.files)(&beside)?;
        self.others.push(beside);
        let file = self.others.len();
        self.json(place, &text, file, 0, is_template)
    }

    /// JSON as it is, if it can be read; else nothing is known of it here.
    fn json(&mut self, place: TextRange, text: &str, file: usize, start: usize, is_template: bool) -> Option<Value> {
        let body = text.trim_start_matches('\u{feff}');
        let document = plimsoll_json::parse(body);
        let is_sound = document.errors().is_empty() && document.top().count() == 1;
        let start = start + text.len() - body.len();
        is_sound.then(|| Value::new(place, Data::Json(Json { text: body.to_owned(), file, start, is_template })))
    }
}

impl Value {
    /// Something that may be any JSON.
    fn opaque(self) -> Self {
        let range = self.range;
        Value::new(range, Data::Call("container_definitions".to_owned(), Box::new(self)))
    }
}

/// What Terraform itself reads.
const META: &[&str] = &[
    "count",
    "depends_on",
    "for_each",
    "lifecycle",
    "provider",
    "region",
    "skip_destroy",
    "tags_all",
    "timeouts",
    "track_latest",
    "provisioner",
    "connection",
];

fn containers_kind() -> Kind {
    schema::root().member("containerDefinitions").map_or(Kind::String, |member| member.kind)
}

fn is_null(value: &Value) -> bool {
    matches!(value.data, Data::Null)
}

/// A map as the API has it: a list of objects with a name and a `value`.
fn entries(map: &Value, name: &str) -> Option<Value> {
    let entry = |member: &Member| {
        let Some(value) = &member.value else {
            return Value::unknown(member.key_range, "").opaque();
        };
        let key = Value::new(
            member.key_range,
            Data::Text(vec![Piece { text: member.key.clone(), range: member.key_range, how: How::Loose }]),
        );
        let part = |name: &str, key_range: TextRange, value: Value| Member {
            key: name.to_owned(),
            key_range,
            value: Some(value),
        };
        let members = vec![part(name, member.key_range, key), part("value", value.range, value.clone())];
        Value::new(member.key_range.cover(value.range), Data::Object(Object { members, head: Some(member.key_range) }))
    };
    match &map.data {
        Data::Null => None,
        Data::Object(object) => Some(Value::new(map.range, Data::Array(object.members.iter().map(entry).collect()))),
        _ => Some(Value::unknown(map.range, "").opaque()),
    }
}

/// `path` from `folder`, without `.` and `..`; `None` when it leads out.
fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in std::path::Path::new(path).components() {
        match part {
            Component::Normal(part) => parts.push(part.to_str()?),
            Component::ParentDir => _ = parts.pop()?,
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts.join("/"))
}
